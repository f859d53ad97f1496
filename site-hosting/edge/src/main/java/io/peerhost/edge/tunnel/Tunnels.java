package io.peerhost.edge.tunnel;

import io.netty.channel.EventLoop;
import io.peerhost.protocol.identity.Address;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The agents that are connected, and pipes to their replicas. */
public final class Tunnels {
    private static final Logger LOG = LoggerFactory.getLogger(Tunnels.class);

    private static final int MOST_LANES = 8;

    private final Map<Address, List<Lane>> lanes = new ConcurrentHashMap<>();
    private final Predicate<Address> holdsLease;
    private final int mostWaiting;

    /**
     * @param holdsLease whether an agent runs a lease now
     * @param mostWaiting agents that run none and wait here for one, so that it is served at once when it comes. A key costs
     *     nothing: of too many the one goes that has waited longest
     */
    public Tunnels(Predicate<Address> holdsLease, int mostWaiting) {
        this.holdsLease = holdsLease;
        this.mostWaiting = mostWaiting;
    }

    public boolean connected(Address agent) {
        return lanes.containsKey(agent);
    }

    /** Agents connected. */
    public int agents() {
        return lanes.size();
    }

    /**
     * A pipe to {@code target}; null when its agent is not connected. Whether the agent serves that shows only later: a
     * refusal is {@link PipeListener#closed}.
     *
     * @param owner where the listener is called
     * @param metered whether what comes is on its way to a visitor
     */
    public Pipe open(PipeTarget target, EventLoop owner, PipeListener listener, boolean metered) {
        Lane lane = lane(target.agent(), owner);
        if (lane == null) return null;
        Pipe pipe = new Pipe(target, lane, owner == null ? lane.loop() : owner, listener, metered);
        if (lane.loop().inEventLoop()) lane.open(pipe);
        else lane.loop().execute(() -> lane.open(pipe));
        return pipe;
    }

    /** The agent's lane on this loop where there is one: then nothing hops between threads. */
    private Lane lane(Address agent, EventLoop owner) {
        List<Lane> of = lanes.get(agent);
        if (of == null || of.isEmpty()) return null;
        for (Lane lane : of) if (lane.loop() == owner) return lane;
        return of.get(ThreadLocalRandom.current().nextInt(of.size()));
    }

    void joined(Lane lane) {
        Address agent = lane.agent();
        List<Lane> now = lanes.merge(agent, List.of(lane), (a, b) -> Stream.concat(a.stream(), b.stream())
                .toList());
        if (now.size() > MOST_LANES) now.getFirst().close("it has too many connections");
        LOG.info("Agent {} is connected, {} of its tunnels are open", agent, now.size());
        if (!holdsLease.test(agent)) makeRoom();
    }

    void left(Lane lane) {
        if (lane.agent() == null) return;
        lanes.computeIfPresent(lane.agent(), (_, of) -> {
            List<Lane> rest = of.stream().filter(other -> other != lane).toList();
            return rest.isEmpty() ? null : rest;
        });
    }

    private void makeRoom() {
        List<List<Lane>> waiting = lanes.entrySet().stream()
                .filter(each -> !holdsLease.test(each.getKey()))
                .map(Map.Entry::getValue)
                .toList();
        if (waiting.size() > mostWaiting)
            waiting.stream()
                    .min(Comparator.comparingLong(of -> of.getFirst().number()))
                    .ifPresent(oldest -> oldest.forEach(
                            lane -> lane.close("it holds no lease, and too many such agents wait already")));
    }
}
