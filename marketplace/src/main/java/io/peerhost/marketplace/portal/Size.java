package io.peerhost.marketplace.portal;

import io.peerhost.protocol.lease.Resources;

/** What a replica reserves, in three steps that people choose from; programs may ask for anything. */
public enum Size {
    SMALL("Small", new Resources(100, 128, 512)),
    MEDIUM("Medium", new Resources(500, 512, 2048)),
    LARGE("Large", new Resources(2000, 2048, 8192));

    private final String label;
    private final Resources each;

    Size(String label, Resources each) {
        this.label = label;
        this.each = each;
    }

    public String label() {
        return label;
    }

    public Resources each() {
        return each;
    }
}
