package io.peerhost.gateway.files;

import java.nio.file.attribute.GroupPrincipal;
import java.nio.file.attribute.UserPrincipal;
import java.nio.file.attribute.UserPrincipalLookupService;

/** Everything belongs to whoever is logged in; other names are accepted and change nothing. */
final class Owners extends UserPrincipalLookupService {
    private final Owner owner;

    Owners(String userName) {
        this.owner = new Owner(userName);
    }

    private record Owner(String name) implements GroupPrincipal {
        @Override
        public String getName() {
            return name;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    GroupPrincipal owner() {
        return owner;
    }

    @Override
    public UserPrincipal lookupPrincipalByName(String name) {
        return owner;
    }

    @Override
    public GroupPrincipal lookupPrincipalByGroupName(String name) {
        return owner;
    }
}
