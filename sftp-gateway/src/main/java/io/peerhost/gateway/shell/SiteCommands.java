package io.peerhost.gateway.shell;

import io.peerhost.gateway.draft.Draft;
import io.peerhost.gateway.draft.Drafts;
import io.peerhost.gateway.draft.Visit;
import io.peerhost.gateway.publish.Publisher;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.gateway.upload.SitesClient;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.access.SshLogin.SiteAccess;
import io.peerhost.protocol.draft.ReleaseSummary;
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

              sites               your sites
              deploy SITE         publish now
              releases SITE       what was published
              rollback SITE [N]   go back to release N, or to the one before
              status              what is on its way
              help                this text
            """;

    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final SitesClient sites;
    private final Drafts drafts;
    private final Publisher publisher;

    public SiteCommands(SitesClient sites, Drafts drafts, Publisher publisher) {
        this.sites = sites;
        this.drafts = drafts;
        this.publisher = publisher;
    }

    /** @throws Wrong when the command is not understood @throws IOException when it cannot be done */
    void run(List<String> words, SshLogin who, PrintStream out) throws IOException, InterruptedException {
        String command = words.isEmpty() ? "help" : words.getFirst();
        switch (command) {
            case "help", "--help", "-h" -> out.print(HELP);
            case "sites" -> sites(who, out);
            case "deploy" -> deploy(site(words, who, 2), out);
            case "releases" -> releases(site(words, who, 2), out);
            case "rollback" -> rollback(site(words, who, 3), number(words), out);
            case "status" -> status(who, out);
            case "rsync" ->
                throw new IOException(
                        "rsync has no counterpart here: use \"rclone sync\" or \"lftp mirror -R\", or mount the site with sshfs.");
            case "git-receive-pack", "git-upload-pack", "git-upload-archive" ->
                throw new IOException("There is no git here yet: put the files with sftp, scp or rclone.");
            default -> throw new Wrong("Unknown command: " + command);
        }
    }

    private void sites(SshLogin who, PrintStream out) {
        if (who.sites().isEmpty()) out.println("You have no sites yet: create one in the portal.");
        for (SiteAccess site : who.sites())
            out.println(site.name() + "  " + site.kind().toString().toLowerCase(Locale.ROOT));
    }

    private void deploy(SiteAccess site, PrintStream out) throws IOException {
        Visit visit = drafts.enter(site.id());
        try {
            Draft draft = visit.draft();
            int waiting = draft.waiting();
            if (waiting > 0) out.println("Storing " + waiting + " changes ...");
            out.println(Publisher.sentence(publisher.publish(draft), site.name()));
        } finally {
            drafts.leave(visit);
        }
    }

    private void releases(SiteAccess site, PrintStream out) throws IOException, InterruptedException {
        List<ReleaseSummary> releases = Retry.until(PATIENCE, () -> sites.releases(site.id()));
        if (releases.isEmpty()) out.println(site.name() + " has no releases yet.");
        for (ReleaseSummary release : releases)
            out.printf(
                    "%s %4d  %s UTC  %s, %d changed, %d bytes  %s%n",
                    release.current() ? "*" : " ",
                    release.release(),
                    TIME.format(release.publishedAt()),
                    Publisher.files(release.files()),
                    release.changed(),
                    release.bytes(),
                    release.root().hex().substring(0, 12));
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
                out.println(site.name() + ": " + draft.used() + " of "
                        + draft.facts().quotaBytes() + " bytes used, " + draft.waiting() + " changes on their way, "
                        + others + (others == 1 ? " other session." : " other sessions."));
                for (String half : draft.cutOff()) out.println("  half sent: " + half);
            } finally {
                drafts.leave(visit);
            }
        }
    }

    private static SiteAccess site(List<String> words, SshLogin who, int most) {
        if (words.size() < 2 || words.size() > most) throw new Wrong("Say which site: " + words.getFirst() + " SITE");
        String name = words.get(1);
        return who.sites().stream()
                .filter(site -> site.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new Wrong("You have no site called " + name + "; see: sites"));
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
