package io.peerhost.protocol.identity;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Whom a signature is for, by the address they are dialled at: who is given it has nothing to show to anybody else. */
public final class Audience {
    private static final Set<String> WITH_TLS = Set.of("https", "wss");

    private Audience() {}

    /** {@code host} or {@code host:port} as it stands in a {@code Host} field: without the port that is usual for the scheme. */
    public static String of(URI address) {
        if (address.getRawAuthority() == null || address.getScheme() == null)
            throw new IllegalArgumentException("An address has a scheme and a host, this has not: " + address);
        String authority = address.getRawAuthority().toLowerCase(Locale.ROOT);
        String usual = WITH_TLS.contains(address.getScheme().toLowerCase(Locale.ROOT)) ? ":443" : ":80";
        return authority.endsWith(usual) ? authority.substring(0, authority.length() - usual.length()) : authority;
    }
}
