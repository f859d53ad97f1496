package io.peerhost.edge.wire;

/**
 * @param method as sent, a token
 * @param target as sent: path and query
 * @param minor 0 or 1 of HTTP/1.x; 1 for what came by HTTP/2
 */
public record RequestHead(String method, String target, int minor, Fields fields) {
    /** Whether sending it twice is as sending it once (RFC 9110, section 9.2.2). */
    public boolean idempotent() {
        return switch (method) {
            case "GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE" -> true;
            default -> false;
        };
    }
}
