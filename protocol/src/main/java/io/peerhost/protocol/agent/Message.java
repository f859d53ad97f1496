package io.peerhost.protocol.agent;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.peerhost.protocol.capacity.CapacityGraph;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Audience;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Eip712;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.Statement;
import io.peerhost.protocol.lease.LeaseStage;
import io.peerhost.protocol.lease.Resources;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.metering.Moment;
import io.peerhost.protocol.metering.UsageRecord;
import io.peerhost.protocol.release.Hash;
import io.peerhost.protocol.replica.ReplicaState;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * What agent and portal say to each other: JSON texts over one WebSocket that the agent opens at {@code /agent}. The portal
 * begins with {@link Challenge}; the agent answers {@link Hello}; the portal {@link Welcome}, and sends {@link Desired}
 * whole whenever anything in it changes. What must not be lost travels up as {@link Report}, numbered, kept on the
 * agent's disk until {@link Acknowledged}.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Message.Challenge.class, name = "challenge"),
    @JsonSubTypes.Type(value = Message.Welcome.class, name = "welcome"),
    @JsonSubTypes.Type(value = Message.Refused.class, name = "refused"),
    @JsonSubTypes.Type(value = Message.Desired.class, name = "desired"),
    @JsonSubTypes.Type(value = Message.ProveCapacity.class, name = "prove-capacity"),
    @JsonSubTypes.Type(value = Message.ShowBlocks.class, name = "show-blocks"),
    @JsonSubTypes.Type(value = Message.Acknowledged.class, name = "acknowledged"),
    @JsonSubTypes.Type(value = Message.Hello.class, name = "hello"),
    @JsonSubTypes.Type(value = Message.Heartbeat.class, name = "heartbeat"),
    @JsonSubTypes.Type(value = Message.Report.class, name = "report"),
    @JsonSubTypes.Type(value = Message.CapacityFilled.class, name = "capacity-filled"),
    @JsonSubTypes.Type(value = Message.Blocks.class, name = "blocks"),
    @JsonSubTypes.Type(value = Message.Logs.class, name = "logs")
})
public sealed interface Message {
    /** The longest text either side sends or accepts, in bytes. */
    int LONGEST = 1024 * 1024;

    /** Down, portal to agent. */
    sealed interface Down extends Message
            permits Challenge, Welcome, Refused, Desired, ProveCapacity, ShowBlocks, Acknowledged {}

    /** Up, agent to portal. */
    sealed interface Up extends Message permits Hello, Heartbeat, Report, CapacityFilled, Blocks, Logs {}

    /** First: prove who you are over this. */
    record Challenge(Bytes32 nonce) implements Down {}

    /**
     * @param signature of {@link Login} over the nonce
     * @param version the agent's program
     */
    record Hello(Address agent, Signature signature, String version) implements Up {}

    /**
     * @param edges where visitors' tunnels are dialled, {@code host:port}
     * @param content where releases are fetched, a base URL
     * @param received the highest report number kept by the portal: older ones may be dropped, later ones are sent again
     * @param heartbeatSeconds how often to say {@link Heartbeat}
     */
    record Welcome(List<EdgeAddress> edges, String content, long received, int heartbeatSeconds) implements Down {
        public Welcome {
            edges = List.copyOf(edges);
        }
    }

    /** @param address {@code host:port}; @param certificate SHA-256 of the edge's certificate (DER), so that no stranger passes for it */
    record EdgeAddress(String address, Hash certificate) {}

    /** The connection ends: why, in a sentence, and whether trying again can help. */
    record Refused(String reason, boolean retry) implements Down {}

    /** All an agent is to run; what is not in it is to be removed. */
    record Desired(long revision, List<Assignment> leases) implements Down {
        public Desired {
            leases = List.copyOf(leases);
        }
    }

    /**
     * @param release the root to serve; null while nothing was published
     * @param documentRoot path of the folder of it that visitors of a pod reach; null for what the pod finds itself
     */
    record Assignment(
            Bytes32 lease,
            UUID site,
            String siteName,
            SiteKind kind,
            Resources reserved,
            LeaseStage stage,
            Hash release,
            String documentRoot) {}

    record Heartbeat(Instant at) implements Up {}

    /** Report {@code number} and all before are kept. */
    record Acknowledged(long number) implements Down {}

    /** Numbered 1, 2, 3…; exactly one of the contents is set. */
    record Report(long number, Inventory inventory, ReplicaStatus replica, Signed<UsageRecord> usage) implements Up {
        public Report {
            long set = Stream.of(inventory, replica, usage)
                    .filter(Objects::nonNull)
                    .count();
            if (number < 1 || set != 1) throw new IllegalArgumentException("A report has a number and one content");
        }
    }

    /**
     * What the machine has, measured.
     *
     * @param cores logical processors the agent may use
     * @param memoryMib memory it may use
     * @param diskMib free disk under its folder
     * @param architecture as {@code uname -m}
     * @param kernel as {@code uname -r}
     * @param system name of the operating system
     * @param pods whether it can run pods; when not, {@code missing} says what is missing
     * @param hashesPerSecond SHA-256 of 1 MiB blocks in a second, all cores
     * @param diskMibPerSecond written and synced
     */
    record Inventory(
            int cores,
            int memoryMib,
            int diskMib,
            String architecture,
            String kernel,
            String system,
            boolean pods,
            String missing,
            long hashesPerSecond,
            long diskMibPerSecond) {}

    /** @param at when it got there; null for now */
    record ReplicaStatus(Bytes32 lease, ReplicaState state, Hash release, String message, Instant at) {
        public ReplicaStatus {
            if (at != null) Moment.check(at);
        }
    }

    /**
     * Fill this much memory and disk (each its own graph, seeds {@link #memorySeed} and {@link #diskSeed}) with the blocks of
     * {@link CapacityGraph} and say when done; then be asked for blocks at random, with a deadline too short to make them.
     */
    record ProveCapacity(Bytes32 seed, int memoryMib, int diskMib) implements Down {
        public static Bytes32 memorySeed(Bytes32 seed) {
            return derived(seed, (byte) 'm');
        }

        public static Bytes32 diskSeed(Bytes32 seed) {
            return derived(seed, (byte) 'd');
        }

        private static Bytes32 derived(Bytes32 seed, byte purpose) {
            byte[] bytes = Arrays.copyOf(seed.bytes(), 33);
            bytes[32] = purpose;
            return Bytes32.of(Hash.sha256().digest(bytes));
        }
    }

    record CapacityFilled(Bytes32 seed, Hash memoryRoot, Hash diskRoot) implements Up {}

    /** @param memory indices of blocks in memory; @param disk of blocks on disk */
    record ShowBlocks(Bytes32 seed, List<Integer> memory, List<Integer> disk) implements Down {}

    /** A proof for each block asked, in order. At most 16 of each are asked at once. */
    record Blocks(Bytes32 seed, List<CapacityGraph.Proof> memory, List<CapacityGraph.Proof> disk) implements Up {}

    /** Lines of a replica's output; best effort, bounded. */
    record Logs(Bytes32 lease, List<String> lines) implements Up {}

    /**
     * Signed by the agent at {@link Hello}: nobody replays it, for the portal made the nonce, and no portal can use it at another.
     *
     * @param portal {@link Audience} of the address the agent dialled
     */
    record Login(Bytes32 nonce, Address agent, String portal) implements Statement {
        @Override
        public Eip712 typed() {
            return Eip712.struct("AgentLogin")
                    .bytes32("nonce", nonce)
                    .address("agent", agent)
                    .string("portal", portal);
        }
    }

    /** Signed at enrolment: the token belongs to whoever holds this key. */
    record Enrolment(Bytes32 tokenHash, Address agent) implements Statement {
        @Override
        public Eip712 typed() {
            return Eip712.struct("AgentEnrolment")
                    .bytes32("tokenHash", tokenHash)
                    .address("agent", agent);
        }
    }

    /**
     * Signed by an agent to fetch the blobs of a lease's release.
     *
     * @param sites {@link Audience} of the address it fetches them at
     */
    record ContentRequest(Bytes32 lease, Address agent, Instant at, String sites) implements Statement {
        public static final String HEADER = "Peerhost-Agent";

        /** {@code lease=…;agent=…;at=…;signature=…}: the value of {@link #HEADER}. */
        public String header(Signature signature) {
            return "lease=" + lease + ";agent=" + agent + ";at=" + at.getEpochSecond() + ";signature=" + signature;
        }

        @Override
        public Eip712 typed() {
            return Eip712.struct("ContentRequest")
                    .bytes32("lease", lease)
                    .address("agent", agent)
                    .uint64("at", at.getEpochSecond())
                    .string("sites", sites);
        }
    }

    /**
     * Signed by an agent on a tunnel, over the edge's nonce.
     *
     * @param certificate SHA-256 of the edge's certificate that the agent sees: no edge can use it at another
     */
    record TunnelLogin(Bytes32 nonce, Address agent, Hash certificate) implements Statement {
        @Override
        public Eip712 typed() {
            return Eip712.struct("TunnelLogin")
                    .bytes32("nonce", nonce)
                    .address("agent", agent)
                    .bytes32("certificate", Bytes32.of(certificate.bytes()));
        }
    }
}
