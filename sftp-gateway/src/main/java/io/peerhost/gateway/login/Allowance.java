package io.peerhost.gateway.login;

import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;

/**
 * How much a session may send ahead. While few are connected each has much, as long writes spare both sides most of their
 * system calls; with many each has little, so that all of them fit the heap.
 *
 * @param window bytes on their way at once; more than the longest request, which is taken off only when it is whole
 * @param longestWrite bytes of one SFTP write
 */
public record Allowance(long window, long longestWrite) {
    static final Allowance MUCH = new Allowance(2 << 20, 255 << 10);
    static final Allowance LITTLE = new Allowance(320 << 10, 64 << 10);
    /** This share of the heap is for those with much. */
    private static final int SHARE = 4;

    private static final AttributeKey<Allowance> KEY = new AttributeKey<>();

    /** @param connections with the one asked for @param heap bytes */
    static Allowance of(int connections, long heap) {
        return connections <= heap / SHARE / (MUCH.window + MUCH.longestWrite) ? MUCH : LITTLE;
    }

    void giveTo(Session session) {
        session.setAttribute(KEY, this);
    }

    public static Allowance of(Session session) {
        Allowance given = session.getAttribute(KEY);
        return given == null ? LITTLE : given;
    }
}
