package io.peerhost.edge.content;

import io.peerhost.edge.http.ByteRange;
import io.peerhost.edge.http.Coding;
import io.peerhost.edge.http.Pages;
import io.peerhost.edge.http.RequestPath;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.route.SiteRoute;
import io.peerhost.edge.wire.Fields;
import io.peerhost.protocol.release.Folder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Answers visitors of static sites. What is in memory is answered at once, else a virtual thread goes for it. */
public final class StaticSites {
    private static final Logger LOG = LoggerFactory.getLogger(StaticSites.class);

    private static final Set<String> KNOWN = Set.of("POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "CONNECT");

    private final SiteContent content;

    public StaticSites(SiteContent content) {
        this.content = content;
    }

    public void handle(SiteRoute site, Visit visit) {
        String method = visit.head().method();
        if (!method.equals("GET") && !method.equals("HEAD")) {
            refuse(visit, KNOWN.contains(method));
            return;
        }
        String path = RequestPath.raw(visit.head().target());
        Served served = content.hot(site, path);
        if (served != null) answer(site, visit, served);
        else later(visit, () -> content.load(site, path), loaded -> answer(site, visit, loaded));
    }

    /** @param known whether it is a method at all, only not one of files */
    private static void refuse(Visit visit, boolean known) {
        Pages.problem(
                visit,
                known ? 405 : 501,
                known ? "Method not allowed" : "Method not known",
                "This site consists of files: they can be fetched, nothing else.",
                new Fields().add("allow", "GET, HEAD"));
    }

    private void answer(SiteRoute site, Visit visit, Served served) {
        switch (served) {
            case Served.Content found -> file(site, visit, found.file());
            case Served.Redirect(String location) -> {
                String target = visit.head().target();
                int query = target.indexOf('?');
                Pages.problem(
                        visit,
                        301,
                        "Moved",
                        "Its address is " + location,
                        new Fields().add("location", query < 0 ? location : location + target.substring(query)));
            }
            case Served.Instead(int _, Folder.Entry page)
            when page == null ->
                Pages.problem(visit, 404, "Page not found", "There is no such page on " + visit.host() + ".");
            case Served.Instead instead -> {
                ServedFile kept = content.hot(site, instead);
                if (kept != null) file(site, visit, kept);
                else later(visit, () -> content.load(site, instead), loaded -> file(site, visit, loaded));
            }
        }
    }

    private void file(SiteRoute site, Visit visit, ServedFile file) {
        if (file.found()) conditionally(site, visit, file);
        else whole(site, visit, file);
    }

    private void conditionally(SiteRoute site, Visit visit, ServedFile file) {
        Fields asked = visit.head().fields();
        Coding coding = coding(file, asked);
        switch (file.preconditions().of(asked, file.tag(coding))) {
            case NOT_MODIFIED -> visit.answer(file.unchanged(coding));
            case FAILED ->
                Pages.problem(visit, 412, "Precondition failed", "The file is not, or no longer, the one named.");
            case GIVE -> {
                String range = file.preconditions().rangeHolds(asked) ? asked.get("range") : null;
                List<ByteRange> ranges =
                        visit.isHead() ? null : ByteRange.of(range, file.entry().size());
                if (ranges == null) whole(site, visit, file);
                else ranges(site, visit, file, ranges);
            }
        }
    }

    /** The form that conditions are about. To whom no coding is named, any is welcome: also the one it has. */
    private static Coding coding(ServedFile file, Fields asked) {
        if (asked.get("range") != null) return Coding.IDENTITY;
        String accept = asked.joined("accept-encoding");
        return accept == null ? file.named(asked.joined("if-none-match")) : Coding.chosen(accept, file.codings());
    }

    private void whole(SiteRoute site, Visit visit, ServedFile file) {
        Coding coding = Coding.chosen(visit.head().fields().joined("accept-encoding"), file.codings());
        Form form = file.form(coding);
        if (form == null)
            later(visit, () -> content.compress(site, file, coding), made -> whole(site, visit, file, made));
        else whole(site, visit, file, form);
    }

    private void whole(SiteRoute site, Visit visit, ServedFile file, Form form) {
        if (form.whole() != null) visit.answer(form.whole());
        else open(site, visit, file, form, channel -> new FileAnswer(visit, form, channel).whole());
    }

    private void ranges(SiteRoute site, Visit visit, ServedFile file, List<ByteRange> ranges) {
        Form plain = file.form(Coding.IDENTITY);
        if (ranges.isEmpty())
            Pages.problem(
                    visit,
                    416,
                    "Range not satisfiable",
                    "The file has " + plain.size() + " bytes.",
                    new Fields().add("content-range", "bytes */" + plain.size()));
        else if (plain.whole() != null) new FileAnswer(visit, plain, null).ranges(ranges);
        else open(site, visit, file, plain, channel -> new FileAnswer(visit, plain, channel).ranges(ranges));
    }

    private interface Use<T> {
        void use(T value);
    }

    private interface Loading<T> {
        T load() throws IOException;
    }

    private void open(SiteRoute site, Visit visit, ServedFile file, Form form, Use<FileChannel> use) {
        later(visit, () -> content.open(site, file, form.coding()), use);
    }

    /** Does what may wait on a virtual thread, and goes on where the visitor is. */
    private static <T> void later(Visit visit, Loading<T> loading, Use<T> use) {
        Thread.ofVirtual().name("content").start(() -> {
            try {
                T loaded = loading.load();
                visit.loop().execute(() -> use.use(loaded));
            } catch (IOException | RuntimeException | Error e) {
                // Whatever went wrong, the visitor is answered.
                LOG.warn("Request {} to {}: {}", visit.id(), visit.host(), e.toString());
                visit.loop().execute(() -> unavailable(visit, e));
            }
        });
    }

    private static void unavailable(Visit visit, Throwable e) {
        Pages.problem(
                visit,
                e instanceof BlobUnavailable ? 503 : 500,
                "This page cannot be shown now",
                "None of the machines that keep this site answers. Please try again in a moment.",
                new Fields().add("retry-after", "5"));
    }
}
