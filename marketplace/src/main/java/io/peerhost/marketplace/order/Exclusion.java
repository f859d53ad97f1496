package io.peerhost.marketplace.order;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Map;
import java.util.stream.Collectors;

/** Why an offer is not for an order: the wish it does not meet, or what its seller lacks at the moment. */
public enum Exclusion {
    /** Its agent is not heard of. */
    AWAY("away", "is away", "are away", "Try again in some minutes."),
    /** Its capacity is not freshly proven. */
    UNPROVEN("unproven", "is still proving its capacity", "are still proving theirs", "Try again in some minutes."),
    /** The kind of site needs pods, and its machine runs none, or no more. */
    PODS("kind", "takes no PHP", "take no PHP", "Try again later, or order a static site."),
    /** It has not enough room left, or its agent as many leases as one may. */
    RESOURCES("resources", "has no room for this size", "have no room for this size", "Take a smaller size."),
    REGIONS("regions", "is in another region", "are in other regions", "Leave the regions empty for anywhere."),
    MAX_HOURLY("maxHourly", "costs more than you pay at most", "cost more than you pay at most", "Pay more at most."),
    MAX_EGRESS(
            "maxEgressGib",
            "asks more for a GiB sent than you pay at most",
            "ask more for a GiB sent than you pay at most",
            "Pay more at most for a GiB sent."),
    /** Its seller has another replica of the site. */
    REPLICAS(
            "replicas",
            "is of a seller who has another replica",
            "are of sellers who have another replica",
            "Take fewer replicas.");

    private final String wish;
    private final String one;
    private final String many;
    private final String advice;

    Exclusion(String wish, String one, String many, String advice) {
        this.wish = wish;
        this.one = one;
        this.many = many;
        this.advice = advice;
    }

    /** The field of the order, where it is one. */
    @JsonValue
    public String wish() {
        return wish;
    }

    /** The middle of a sentence that begins with how many offers there are. */
    public static String said(Map<Exclusion, Integer> excluded) {
        return excluded.entrySet().stream()
                .sorted(Map.Entry.comparingByKey())
                .map(entry ->
                        entry.getValue() + " " + (entry.getValue() == 1 ? entry.getKey().one : entry.getKey().many))
                .collect(Collectors.joining("; "));
    }

    /** What helps against the one that excludes most. */
    public static String advice(Map<Exclusion, Integer> excluded) {
        return excluded.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .map(entry -> entry.getKey().advice)
                .orElse("Try again in some minutes.");
    }
}
