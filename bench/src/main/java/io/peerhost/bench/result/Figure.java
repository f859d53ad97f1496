package io.peerhost.bench.result;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.LocalDate;

/**
 * One figure beside its peer, as a line of {@code bench/results.json}.
 *
 * @param bench name, as in BENCHES of the README
 * @param ours median of our runs
 * @param peer median of the peer's interleaved runs; null where the goal is absolute
 * @param peerName the peer with its version; null where there is none
 * @param unit of both
 * @param ratio more is better: ours/peer, or peer/ours (goal/ours) where less is better
 * @param spread (largest - smallest) / median of our runs
 * @param date the day
 * @param commit short hash of what was measured
 * @param command how to measure again
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Figure(
        String bench,
        double ours,
        Double peer,
        String peerName,
        String unit,
        Double ratio,
        Double spread,
        LocalDate date,
        String commit,
        String command) {}
