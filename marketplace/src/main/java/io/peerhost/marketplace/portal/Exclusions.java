package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.order.Exclusion;
import io.peerhost.rest.problem.Problem;
import java.math.BigInteger;
import java.util.Map;
import java.util.stream.Collectors;

/** A refusal's extra members, in words for people. */
final class Exclusions {
    private Exclusions() {}

    static String explained(Problem.Body problem) {
        if (problem.members().get("excluded") instanceof Map<?, ?> excluded)
            return problem.detail() + " "
                    + excluded.entrySet().stream()
                            .filter(entry -> entry.getKey() instanceof Exclusion)
                            .map(entry -> words((Exclusion) entry.getKey()) + ": " + entry.getValue())
                            .sorted()
                            .collect(Collectors.joining("; ", "", "."));
        if (problem.members().get("balance") instanceof BigInteger free)
            return "Your wallet has " + Shown.tokens(free) + " tokens free. Put less into escrow, or add tokens to it.";
        return problem.detail();
    }

    private static String words(Exclusion exclusion) {
        return switch (exclusion) {
            case AWAY -> "Offers whose machine is away";
            case UNPROVEN -> "Offers whose capacity is not freshly proven";
            case PODS -> "Offers without pods, which this kind needs";
            case RESOURCES -> "Offers without room for this size";
            case REGIONS -> "Offers in other regions";
            case MAX_HOURLY -> "Offers above your highest price";
            case REPLICAS -> "Offers of sellers that have a replica already";
        };
    }
}
