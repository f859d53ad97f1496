package io.peerhost.edge.proxy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.peerhost.edge.http.Pages;
import io.peerhost.edge.http.Visit;
import io.peerhost.edge.http.VisitWatcher;
import io.peerhost.edge.route.Replica;
import io.peerhost.edge.tunnel.Pipe;
import io.peerhost.edge.tunnel.PipeEnd;
import io.peerhost.edge.tunnel.PipeListener;
import io.peerhost.edge.tunnel.PipeTarget;
import io.peerhost.edge.wire.BadMessage;
import io.peerhost.edge.wire.BodyReader;
import io.peerhost.edge.wire.Fields;
import io.peerhost.edge.wire.Framing;
import io.peerhost.edge.wire.HeadReader;
import io.peerhost.edge.wire.ResponseHead;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One visit to a site in pods: finds a replica, passes the request on and the answer back. On the visitor's event loop. */
final class Exchange implements PipeListener, VisitWatcher {
    private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);
    private static final int MOST_INFORMATIONAL = 16;

    private final PodSites sites;
    private final Visit visit;
    private final Attempts attempts;
    private final RequestBody body;
    private final String upgrade;
    private Pipe pipe;
    private HeadReader heads;
    private ByteBuf unread;
    private ResponseHead head;
    private BodyReader answer;
    private Framing framing;
    private boolean raw;
    private boolean over;
    private int informational;
    private int owed;
    private long lastActive = System.nanoTime();

    Exchange(PodSites sites, Visit visit, Attempts attempts) {
        this.sites = sites;
        this.visit = visit;
        this.attempts = attempts;
        this.body = new RequestBody(visit);
        Fields fields = visit.head().fields();
        boolean upgrades = visit.upgradable() && fields.has("upgrade") && fields.lists("connection", "upgrade");
        this.upgrade = upgrades ? fields.joined("upgrade") : null;
    }

    void begin() {
        visit.watch(this);
        attempt();
    }

    private void attempt() {
        if (over) return;
        Replica replica = attempts.next();
        if (replica == null) {
            if (attempts.patient()) visit.loop().schedule(this::attempt, attempts.pauseMillis(), TimeUnit.MILLISECONDS);
            else nobody();
            return;
        }
        heads = new HeadReader();
        PipeTarget target = new PipeTarget(replica.agent(), replica.lease(), replica.release());
        Pipe opened = sites.tunnels().open(target, visit.loop(), this, true);
        if (opened == null) {
            attempts.failed(replica);
            attempt();
            return;
        }
        pipe = opened;
        lastActive = System.nanoTime();
        pipe.write(ProxyFields.request(visit, upgrade, ByteBufAllocator.DEFAULT));
        body.to(pipe);
    }

    private void nobody() {
        finish();
        LOG.warn("Request {} to {}: no replica answers", visit.id(), visit.host());
        Pages.problem(
                visit,
                503,
                "This site is not ready",
                "None of its replicas answers at the moment. Please try again in a few seconds.",
                new Fields().add("retry-after", "3"));
    }

    @Override
    public void received(ByteBuf data) {
        lastActive = System.nanoTime();
        owed += data.readableBytes();
        ByteBuf in = data;
        if (unread != null) in = unread.writeBytes(data);
        try {
            read(in);
        } catch (BadMessage e) {
            broken("its answer is not HTTP: " + e.getMessage());
        }
        if (!over) keep(in);
        give();
    }

    private void keep(ByteBuf in) {
        if (!in.isReadable()) {
            dropUnread();
        } else if (unread == null) {
            unread = ByteBufAllocator.DEFAULT.buffer(in.readableBytes()).writeBytes(in);
        } else unread.discardSomeReadBytes();
    }

    private void read(ByteBuf in) throws BadMessage {
        while (head == null) {
            ResponseHead read = heads.response(in);
            if (read == null) return;
            if (read.status() == 101) {
                switched(read, in);
                return;
            }
            if (!read.informational()) answered(read);
            else if (++informational > MOST_INFORMATIONAL) throw new BadMessage(502, "too many interim answers");
        }
        if (raw) {
            if (in.isReadable()) visit.write(in.readBytes(in.readableBytes()));
            return;
        }
        for (ByteBuf piece = answer.next(in, Integer.MAX_VALUE);
                piece != null;
                piece = answer.next(in, Integer.MAX_VALUE)) pass(piece);
        if (answer.done() && !over) complete(in);
    }

    private void answered(ResponseHead read) throws BadMessage {
        framing = Framing.of(read, visit.head().method());
        head = read;
        answer = new BodyReader(framing);
        if (read.status() < 500) sites.answered(pipe.target());
        long length = framing instanceof Framing.Length(long bytes) ? bytes : -1;
        if (visit.isHead()) length = declared(read.fields());
        Fields fields = ProxyFields.response(read.fields(), visit.id());
        Affinity.keep(fields, visit, pipe.target().lease());
        visit.start(read.status(), fields, length);
    }

    private static long declared(Fields fields) {
        String length = fields.get("content-length");
        return length != null && length.matches("[0-9]{1,18}") ? Long.parseLong(length) : -1;
    }

    private void switched(ResponseHead read, ByteBuf in) throws BadMessage {
        if (upgrade == null) throw new BadMessage(502, "nobody asked it to switch protocols");
        head = read;
        raw = true;
        Fields fields = ProxyFields.response(read.fields(), visit.id()).set("connection", "upgrade");
        String protocol = read.fields().joined("upgrade");
        visit.upgrade(fields.set("upgrade", protocol == null ? upgrade : protocol), new RawBody(visit, pipe));
        if (in.isReadable()) visit.write(in.readBytes(in.readableBytes()));
    }

    /** Slices pin the tunnel's whole read buffer: they are copied for a visitor who does not take them at once. */
    private void pass(ByteBuf piece) {
        if (visit.writable()) {
            visit.write(piece);
        } else {
            visit.write(piece.copy());
            piece.release();
        }
    }

    private void complete(ByteBuf in) {
        boolean reusable = head.minor() == 1
                && body.sent()
                && !in.isReadable()
                && !(framing instanceof Framing.UntilClose)
                && !head.fields().lists("connection", "close");
        Pipe used = pipe;
        used.consumed(owed);
        owed = 0;
        finish();
        if (reusable) used.release();
        else used.abort();
        visit.end();
    }

    private void give() {
        if (over || owed == 0 || !visit.writable()) return;
        pipe.consumed(owed);
        owed = 0;
    }

    @Override
    public void writable() {
        lastActive = System.nanoTime();
        give();
    }

    @Override
    public void sent(int bytes) {
        lastActive = System.nanoTime();
        if (raw || visit.hasBody()) visit.consumed(bytes);
    }

    @Override
    public void closed(PipeEnd end) {
        if (over) return;
        boolean untilClose = end == PipeEnd.CLOSED && (raw || framing instanceof Framing.UntilClose);
        if (untilClose) {
            finish();
            visit.end();
        } else if (head == null && unread == null && mayRepeat(end)) {
            body.detach();
            attempts.failed(pipe.target());
            pipe = null;
            owed = 0;
            attempt();
        } else broken("it closed the pipe before its answer was whole");
    }

    private boolean mayRepeat(PipeEnd end) {
        return body.repeatable() && (end == PipeEnd.REFUSED || visit.head().idempotent());
    }

    private void broken(String why) {
        LOG.warn(
                "Request {} to {}, replica {}: {}",
                visit.id(),
                visit.host(),
                pipe.target().lease(),
                why);
        pipe.abort();
        finish();
        if (visit.started()) visit.abort();
        else
            Pages.problem(
                    visit,
                    502,
                    "The site did not answer",
                    "The replica asked broke off. The request may have had an effect: look before you repeat it.");
    }

    /** Called each second. */
    void look(long now) {
        if (over || pipe == null || owed > 0 || !body.sent()) return;
        if (raw ? now - lastActive < PodSites.QUIET_RAW : now - lastActive < PodSites.QUIET) return;
        if (head != null) {
            broken("it stopped in the middle of its answer");
            return;
        }
        LOG.warn(
                "Request {} to {}, replica {}: no answer in time",
                visit.id(),
                visit.host(),
                pipe.target().lease());
        pipe.abort();
        finish();
        Pages.problem(visit, 504, "The site took too long", "It did not answer within a minute.");
    }

    @Override
    public void gone() {
        if (over) return;
        if (pipe != null) pipe.abort();
        finish();
    }

    private void finish() {
        over = true;
        body.drop();
        dropUnread();
        sites.ended(this);
    }

    private void dropUnread() {
        if (unread != null) unread.release();
        unread = null;
    }
}
