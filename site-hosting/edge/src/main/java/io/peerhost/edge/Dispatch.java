package io.peerhost.edge;

import io.peerhost.edge.content.StaticSites;
import io.peerhost.edge.health.HealthPages;
import io.peerhost.edge.http.Pages;
import io.peerhost.edge.http.Prepared;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.http.VisitHandler;
import io.peerhost.edge.proxy.PodSites;
import io.peerhost.edge.route.Routes;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.wire.Fields;
import java.util.function.BooleanSupplier;

/**
 * Brings a visit to whoever answers for its host.
 *
 * @param complete whether a site that the routes do not know is none
 */
record Dispatch(
        Routes routes, BooleanSupplier complete, StaticSites files, PodSites pods, HealthPages health, String domain)
        implements VisitHandler {
    /** About the edge as a whole: which of them a site takes is the site's own business. */
    private static final Prepared OPTIONS =
            Prepared.of(200, new Fields().add("allow", "GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS"), new byte[0]);

    @Override
    public void handle(Visit visit) {
        SiteRoute site = routes.of(visit.host());
        if (visit.head().target().equals("*")) visit.answer(OPTIONS);
        else if (site == null) nowhere(visit);
        else if (site.root() == null)
            Pages.problem(
                    visit,
                    404,
                    "Nothing here yet",
                    "The site " + site.name() + " exists, but nothing has been published on it.");
        else if (site.kind().needsPods()) pods.handle(site, visit);
        else files.handle(site, visit);
    }

    private void nowhere(Visit visit) {
        if (HealthPages.concerns(visit) && isOwn(visit.host())) health.handle(visit);
        else if (!complete.getAsBoolean())
            Pages.problem(
                    visit,
                    503,
                    "Just a moment",
                    "This edge has just started and may not have heard of this site yet. Please try again in a few seconds.",
                    new Fields().add("retry-after", "3"));
        else
            Pages.problem(
                    visit,
                    404,
                    "No such site",
                    "There is no site called " + (visit.host().isEmpty() ? "(none named)" : visit.host())
                            + " here. Look at the address: it may be misspelt, or the site may have been removed.");
    }

    /** An address rather than the name of a site. */
    private boolean isOwn(String host) {
        return host.equals(domain) || host.equals("localhost") || host.startsWith("[") || host.matches("[0-9.]+");
    }
}
