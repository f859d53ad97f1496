package io.peerhost.edge.tunnel;

import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.Http2Headers;
import io.peerhost.protocol.agent.Message.TunnelLogin;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.Signature;
import io.peerhost.protocol.release.Hash;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Finds out which agent is at the other end: asks it to sign a nonce, and lets the lane be used only then. */
final class Identification {
    private static final long PATIENCE_SECONDS = 10;

    private final Bytes32 nonce;
    private final Hash certificate;
    private final Consumer<Lane> joined;
    private volatile Address agent;
    private boolean answered;

    /** @param certificate of this edge: a signature that was given to another says nothing here */
    Identification(Bytes32 nonce, Hash certificate, Consumer<Lane> joined) {
        this.nonce = nonce;
        this.certificate = certificate;
        this.joined = joined;
    }

    Address agent() {
        return agent;
    }

    void ask(Lane lane) {
        lane.ask(new DefaultHttp2Headers()
                .method("GET")
                .scheme("https")
                .authority("agent")
                .path("/identity")
                .add("nonce", nonce.hex()));
        lane.loop()
                .schedule(
                        () -> {
                            if (agent == null && lane.active()) lane.close("it did not say who it is");
                        },
                        PATIENCE_SECONDS,
                        TimeUnit.SECONDS);
    }

    void answered(Lane lane, Http2Headers headers) {
        if (answered) return;
        answered = true;
        CharSequence claimed = headers.get("agent");
        CharSequence signature = headers.get("signature");
        if (claimed == null || signature == null) lane.close("its answer lacks agent or signature");
        else Thread.ofVirtual().start(() -> verify(lane, claimed.toString(), signature.toString()));
    }

    private void verify(Lane lane, String claimed, String signature) {
        boolean holds = holds(claimed, signature);
        lane.loop().execute(() -> {
            if (!lane.active()) return;
            if (!holds) {
                lane.close("its signature is not that of " + claimed);
                return;
            }
            agent = new Address(claimed);
            joined.accept(lane);
        });
    }

    boolean holds(String claimed, String signature) {
        try {
            Address address = new Address(claimed);
            return new Signature(signature).isBy(address, new TunnelLogin(nonce, address, certificate).digest());
        } catch (IllegalArgumentException e) {
            return false;
        }
    }
}
