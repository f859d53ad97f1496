package io.peerhost.marketplace.order;

import com.fasterxml.jackson.annotation.JsonValue;

/** Why an offer is not for an order: the wish it does not meet, or what its seller lacks at the moment. */
public enum Exclusion {
    /** Its agent is not heard of. */
    AWAY("away"),
    /** Its capacity is not freshly proven. */
    UNPROVEN("unproven"),
    /** The kind of site needs pods, and its machine runs none. */
    PODS("kind"),
    /** It has not enough room left. */
    RESOURCES("resources"),
    REGIONS("regions"),
    MAX_HOURLY("maxHourly"),
    /** Its seller has another replica of the site. */
    REPLICAS("replicas");

    private final String wish;

    Exclusion(String wish) {
        this.wish = wish;
    }

    /** The field of the order, where it is one. */
    @JsonValue
    public String wish() {
        return wish;
    }
}
