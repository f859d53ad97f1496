package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.Account;
import io.peerhost.marketplace.provider.Agent;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** Names of those who sell. */
final class Sellers {
    private Sellers() {}

    static Map<UUID, String> names(Collection<UUID> accounts) {
        return Account.<Account>list("id in ?1", accounts).stream()
                .collect(Collectors.toMap(account -> account.id, account -> account.userName));
    }

    /** By the address of their machines. */
    static Map<String, String> ofMachines(Collection<String> machines) {
        Map<String, UUID> owners = Agent.<Agent>list("address in ?1", machines).stream()
                .collect(Collectors.toMap(agent -> agent.address, agent -> agent.account));
        Map<UUID, String> names = names(owners.values());
        return owners.entrySet().stream()
                .collect(Collectors.toMap(Map.Entry::getKey, entry -> names.get(entry.getValue())));
    }
}
