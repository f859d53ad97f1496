package io.peerhost.marketplace.portal;

import io.peerhost.protocol.draft.ReleaseSummary;
import java.math.BigInteger;
import java.util.List;

/**
 * What of a site is looked up once.
 *
 * @param keyed whether its owner has an SSH key registered
 * @param fingerprint of the gateway's key; null when it is not known
 * @param releases the newest first; null while the service that keeps them does not answer
 * @param usage null while billing does not answer
 * @param returns when the rest of a deposit comes back, in words
 */
public record SiteMore(
        boolean keyed,
        String upload,
        String fingerprint,
        String open,
        String deploy,
        String rollback,
        List<ReleaseSummary> releases,
        Usage usage,
        List<Ended> ended,
        String returns) {
    /** What deleting the site does. */
    public String deleted() {
        return "Visitors get nothing from then on. What is left of the deposits " + returns + ".";
    }

    /** @param billed base units in closed epochs */
    public record Usage(
            BigInteger billed, long upSeconds, BigInteger egressBytes, long cpuMillis, Chart chart, Uptime uptime) {
        public String up() {
            return When.span(upSeconds);
        }

        public String cpu() {
            return When.span(cpuMillis / 1000);
        }
    }

    /** A lease that is over or ending. */
    public record Ended(int replica, String lease, String stage, String reason, BigInteger owed) {}
}
