package io.peerhost.gateway.shell;

import io.peerhost.gateway.draft.Bytes;
import io.peerhost.gateway.draft.Draft;
import io.peerhost.gateway.draft.Drafts;
import io.peerhost.gateway.draft.Entry;
import io.peerhost.gateway.draft.Visit;
import io.peerhost.gateway.login.Portal;
import io.peerhost.gateway.publish.Publisher;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.gateway.upload.SitesClient.SiteFacts;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.access.SshLogin.SiteAccess;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.replica.ReplicaLog;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a user can say by {@code ssh host COMMAND}: one sentence a line, exit code 0 when it was done. */
public final class SiteCommands {
    static final String HELP = """
            Put files with sftp or scp: each site is a folder. Leaving publishes what you changed.

              sites               your sites, and where visitors see them
              deploy SITE         publish now
              releases SITE       what was published
              rollback SITE [N]   go back to release N, or to the one before
              logs SITE           the last lines its replicas wrote
              clear SITE          empty the draft, to send all of it anew; visitors notice nothing
              status              what is on its way
              help                this text
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final Duration STORING = Duration.ofMinutes(10);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final SitesClient sites;
    private final Drafts drafts;
    private final Publisher publisher;
    private final Portal portal;

    public SiteCommands(SitesClient sites, Drafts drafts, Publisher publisher, Portal portal) {
        this.sites = sites;
        this.drafts = drafts;
        this.publisher = publisher;
        this.portal = portal;
    }

    /** @throws Wrong when the command is not understood @throws IOException when it cannot be done */
    void run(List<String> words, SshLogin who, PrintStream out) throws IOException, InterruptedException {
        String command = words.isEmpty() ? "help" : words.getFirst();
        switch (command) {
            case "help", "--help", "-h" -> {
                noMore(words, 1, "help");
                out.print(HELP);
            }
            case "sites" -> {
                noMore(words, 1, "sites");
                sites(who, out);
            }
            case "deploy" -> deploy(site(words, who), out);
            case "releases" -> releases(site(words, who), out);
            case "clear" -> clear(site(words, who), out);
            case "rollback" -> {
                noMore(words, 3, "rollback SITE [N]");
                rollback(named(words, who), number(words), out);
            }
            case "status" -> {
                noMore(words, 1, "status");
                status(who, out);
            }
            case "logs" -> logs(site(words, who), out);
            case "rsync" ->
                throw new IOException(
                        "rsync has no counterpart here: use \"rclone sync\" or \"lftp mirror -R\", or mount the site with sshfs.");
            case "git-receive-pack", "git-upload-pack", "git-upload-archive" ->
                throw new IOException("There is no git here yet: put the files with sftp, scp or rclone.");
            default -> throw new Wrong("Unknown command: " + command);
        }
    }

    static boolean changesWhatVisitorsGet(List<String> words) {
        return !words.isEmpty()
                && (words.getFirst().equals("deploy") || words.getFirst().equals("rollback"));
    }

    private void sites(SshLogin who, PrintStream out) throws IOException, InterruptedException {
        if (who.sites().isEmpty()) out.println("You have no sites yet: create one in the portal.");
        for (SiteAccess site : who.sites())
            out.println(site.name() + "  " + site.kind().toString().toLowerCase(Locale.ROOT) + "  " + state(site));
    }

    private String state(SiteAccess site) throws IOException, InterruptedException {
        try {
            SiteFacts facts = Retry.until(PATIENCE, () -> sites.site(site.id()));
            return facts.url() + "  "
                    + (facts.current() == null ? "nothing published yet" : "release " + facts.current());
        } catch (Refused e) {
            if (e.isSiteOver()) return "was deleted";
            if (e.status() == 404) return "is being set up";
            throw e;
        }
    }

    private void deploy(SiteAccess site, PrintStream out) throws IOException {
        Visit visit = drafts.enter(site.id());
        try {
            Draft draft = visit.draft();
            int waiting = draft.waiting();
            if (waiting > 0) out.println("Storing " + waiting + " changes ...");
            out.println(Publisher.sentence(publisher.publish(draft), draft.facts()));
        } finally {
            drafts.leave(visit);
        }
    }

    private void clear(SiteAccess site, PrintStream out) throws IOException {
        Visit visit = drafts.enter(site.id());
        try {
            int files = remove(visit, "");
            visit.draft().settle(STORING);
            out.println(site.name() + ": the draft is empty now, " + Publisher.files(files)
                    + " removed. Visitors get what they got until you send files and leave.");
        } finally {
            drafts.leave(visit);
        }
    }

    /** One by one from below, as a client would: each is in the journal before the next. */
    private static int remove(Visit visit, String folder) throws IOException {
        int files = 0;
        for (Entry entry : visit.list(folder)) {
            String path = folder.isEmpty() ? entry.name() : folder + "/" + entry.name();
            if (entry.folder()) {
                files += remove(visit, path);
                visit.removeFolder(path);
            } else {
                visit.removeFile(path);
                files++;
            }
        }
        return files;
    }

    private void releases(SiteAccess site, PrintStream out) throws IOException, InterruptedException {
        List<ReleaseSummary> releases = Retry.until(PATIENCE, () -> sites.releases(site.id()));
        if (releases.isEmpty()) out.println(site.name() + " has no releases yet.");
        for (ReleaseSummary release : releases)
            out.printf(
                    "%s %4d  %s UTC  %s, %d changed, %s  %s%s%n",
                    release.current() ? "*" : " ",
                    release.release(),
                    TIME.format(release.publishedAt()),
                    Publisher.files(release.files()),
                    release.changed(),
                    Bytes.of(release.bytes()),
                    release.root().hex().substring(0, 12),
                    release.retiredAt() == null ? "" : "  no longer kept");
    }

    private void logs(SiteAccess site, PrintStream out) throws IOException, InterruptedException {
        List<ReplicaLog> logs = Retry.until(PATIENCE, () -> portal.logs(site.id()));
        if (logs.stream().allMatch(log -> log.lines().isEmpty()))
            out.println(site.name() + ": its replicas have written nothing lately.");
        for (ReplicaLog log : logs)
            for (String line : log.lines())
                out.println((logs.size() > 1 ? "replica " + (log.replica() + 1) + ": " : "") + shown(line));
    }

    /** Visitors have a say in what is written: no line of theirs moves a terminal's cursor. */
    private static String shown(String line) {
        return line.replaceAll("[\\p{Cntrl}&&[^\t]]", "?");
    }

    private void rollback(SiteAccess site, Optional<Integer> number, PrintStream out) throws IOException {
        ReleaseSummary release = sites.point(site.id(), number);
        out.println(site.name() + ": release " + release.release() + " is live again.");
    }

    private void status(SshLogin who, PrintStream out) throws IOException {
        out.println("You are " + who.userName() + ".");
        for (SiteAccess site : who.sites()) {
            Visit visit = drafts.enter(site.id());
            try {
                Draft draft = visit.draft();
                int others = drafts.visits(draft).size() - 1;
                out.println(site.name() + ": " + Bytes.of(draft.used()) + " of "
                        + Bytes.of(draft.facts().quotaBytes()) + " used, " + draft.waiting() + " changes on their way, "
                        + others + (others == 1 ? " other session." : " other sessions."));
                for (String half : draft.cutOff()) out.println("  half sent: " + half);
            } finally {
                drafts.leave(visit);
            }
        }
    }

    private static SiteAccess site(List<String> words, SshLogin who) {
        noMore(words, 2, words.getFirst() + " SITE");
        return named(words, who);
    }

    private static SiteAccess named(List<String> words, SshLogin who) {
        if (words.size() < 2) throw new Wrong("Say which site: " + words.getFirst() + " SITE");
        String name = words.get(1);
        return who.sites().stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Wrong("You have no site called " + name + "; see: sites"));
    }

    private static void noMore(List<String> words, int most, String usage) {
        if (words.size() > most) throw new Wrong("\"" + words.get(most) + "\" is too much, say: " + usage);
    }

    private static Optional<Integer> number(List<String> words) {
        if (words.size() < 3) return Optional.empty();
        try {
            return Optional.of(Integer.parseInt(words.get(2)));
        } catch (NumberFormatException e) {
            throw new Wrong("A release is a number, see: releases " + words.get(1));
        }
    }

    /** What was typed makes no sense. */
    static final class Wrong extends IllegalArgumentException {
        private static final long serialVersionUID = 1;

        Wrong(String message) {
            super(message);
        }
    }
}
