package io.peerhost.gateway.draft;

import io.peerhost.gateway.upload.SitesClient.SiteFacts;
import java.io.IOException;

/** A write would take the draft over what the site may hold. */
public final class QuotaExceeded extends IOException {
    private static final long serialVersionUID = 1;

    QuotaExceeded(SiteFacts site) {
        super("The quota of " + site.name() + " is used up, which is the disk reserved for it ("
                + Bytes.of(site.quotaBytes()) + "): remove files, or order a site with more disk");
    }
}
