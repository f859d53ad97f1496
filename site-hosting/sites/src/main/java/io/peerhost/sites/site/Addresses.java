package io.peerhost.sites.site;

import jakarta.enterprise.context.ApplicationScoped;
import java.net.URI;

/** Where visitors see sites. */
@ApplicationScoped
public class Addresses {
    private final SitesConfig config;

    Addresses(SitesConfig config) {
        this.config = config;
    }

    public String host(Site site) {
        return site.name + "." + config.domain();
    }

    public String url(Site site) {
        URI edge = URI.create(config.edgeUrl());
        String port = edge.getPort() < 0 ? "" : ":" + edge.getPort();
        return edge.getScheme() + "://" + host(site) + port + "/";
    }
}
