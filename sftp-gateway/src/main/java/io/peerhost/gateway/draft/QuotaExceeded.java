package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.SitesClient.SiteFacts;
import java.io.IOException;

/** A write would take the draft over what the site may hold. */
public final class QuotaExceeded extends IOException {
    private static final long serialVersionUID = 1;

    QuotaExceeded(SiteFacts site) {
        super("The quota of " + site.name() + " is used up (" + (site.quotaBytes() >> 20)
                + " MiB): remove files, or raise it in the portal");
    }
}
