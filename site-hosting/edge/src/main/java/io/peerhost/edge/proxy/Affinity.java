package io.peerhost.edge.proxy;

import io.peerhost.edge.http.Visit;
import io.peerhost.edge.wire.Fields;
import io.peerhost.protocol.identity.Bytes32;

/**
 * Brings a visitor back to the replica that knows them: what a pod keeps of a session lies in that pod alone. Who got a cookie
 * of the site gets one of the edge beside it, which names the replica; others are sent to any.
 */
final class Affinity {
    private static final String COOKIE = "peerhost-replica=";

    private Affinity() {}

    /** What stands for the replica of a lease in the cookie. */
    static String key(Bytes32 lease) {
        return lease.hex().substring(2, 18);
    }

    /** The key in the visitor's cookie; null when there is none. */
    static String asked(Fields request) {
        for (String cookies : request.all("cookie"))
            for (String cookie : cookies.split(";"))
                if (cookie.strip().startsWith(COOKIE)) return cookie.strip().substring(COOKIE.length());
        return null;
    }

    /** @param answer its fields on their way to the visitor */
    static void keep(Fields answer, Visit visit, Bytes32 lease) {
        String key = key(lease);
        if (!answer.has("set-cookie") || key.equals(asked(visit.head().fields()))) return;
        String secure = visit.scheme().equals("https") ? "; Secure" : "";
        answer.add("set-cookie", COOKIE + key + "; Path=/; HttpOnly; SameSite=Lax" + secure);
    }
}
