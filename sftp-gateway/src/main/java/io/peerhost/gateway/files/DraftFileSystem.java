package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.Drafts;
import io.peerhost.gateway.draft.Space;
import io.peerhost.gateway.draft.Visit;
import io.peerhost.gateway.upload.Refused;
import io.peerhost.gateway.upload.Retry;
import io.peerhost.protocol.access.SshLogin;
import io.peerhost.protocol.access.SshLogin.SiteAccess;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.apache.sshd.common.file.util.BaseFileSystem;

/**
 * What one channel of a session sees: a folder for each site its login may deploy, entered when it is first used. There is
 * no way from here to a file of this host. The library closes it when the channel ends, which may be before all is published:
 * {@link #leave()} is what ends the visits.
 */
public final class DraftFileSystem extends BaseFileSystem<DraftPath> {
    private static final Duration SET_UP = Duration.ofSeconds(20);

    private final SshLogin login;
    private final Drafts drafts;
    private final BooleanSupplier allowed;
    private final Map<UUID, Visit> visits = new HashMap<>();
    private boolean open = true;

    /** @param allowed whether its session may still publish */
    public DraftFileSystem(SshLogin login, Drafts drafts, BooleanSupplier allowed) {
        super(new DraftProvider());
        this.login = login;
        this.drafts = drafts;
        this.allowed = allowed;
    }

    List<SiteAccess> sites() {
        return login.sites();
    }

    Space space(UUID site) throws IOException {
        return drafts.space(site);
    }

    /** The sites that were entered. */
    public synchronized List<Visit> visits() {
        return List.copyOf(visits.values());
    }

    /** @param name a folder of "/"; one that was just ordered is known to the portal a moment before sites hears of it */
    Visit visit(String name) throws IOException {
        SiteAccess site = site(name);
        try {
            return Retry.until(SET_UP, () -> {
                try {
                    return enter(site);
                } catch (Refused e) {
                    throw e.status() == 404 && !e.isSiteOver()
                            ? new IOException("This site is being set up; try again in a minute", e)
                            : e;
                }
            });
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("Interrupted while waiting for /" + name, e);
        }
    }

    /** @throws NoSuchFileException when this login has no such site */
    SiteAccess site(String name) throws IOException {
        return login.sites().stream()
                .filter(access -> access.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new NoSuchFileException(
                        "/" + name,
                        null,
                        "You have no site called " + name + ": each folder here is a site, the portal makes new ones"));
    }

    private synchronized Visit enter(SiteAccess site) throws IOException {
        Visit known = visits.get(site.id());
        if (known != null) return known;
        if (!open) throw new IOException("The session has ended");
        Visit entered = drafts.enter(site.id(), allowed);
        visits.put(site.id(), entered);
        return entered;
    }

    @Override
    public void close() {
        // See leave().
    }

    /** The channel is done with its sites. */
    public synchronized void leave() {
        if (!open) return;
        open = false;
        visits.values().forEach(drafts::leave);
    }

    @Override
    public synchronized boolean isOpen() {
        return open;
    }

    @Override
    public Set<String> supportedFileAttributeViews() {
        return Set.of("basic", "posix", "unix");
    }

    @Override
    public UserPrincipalLookupService getUserPrincipalLookupService() {
        return new Owners(login.userName());
    }

    Owners owners() {
        return new Owners(login.userName());
    }

    @Override
    protected DraftPath create(String root, List<String> names) {
        return new DraftPath(this, root, names);
    }
}
