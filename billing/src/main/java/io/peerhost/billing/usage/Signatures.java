package io.peerhost.billing.usage;

import com.fasterxml.jackson.core.type.TypeReference;
import io.peerhost.messaging.Incoming;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Signed;
import io.peerhost.protocol.identity.Statement;
import io.peerhost.protocol.json.Json;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads signed statements of a topic and lets those through that are signed by whom they speak for. */
final class Signatures<T extends Statement> {
    private static final Logger LOG = LoggerFactory.getLogger(Signatures.class);

    private final TypeReference<Signed<T>> type;
    private final Predicate<Signed<T>> acceptable;
    private final AtomicLong refused = new AtomicLong();

    /** @param acceptable whether its signer may say it, the signature apart */
    Signatures(TypeReference<Signed<T>> type, Predicate<Signed<T>> acceptable) {
        this.type = type;
        this.acceptable = acceptable;
    }

    /**
     * The statements that hold. Recovering a key takes most of the time, so all cores do it.
     *
     * @throws IllegalArgumentException when one is not even readable
     */
    List<T> verified(List<Incoming> records) {
        List<T> held = records.parallelStream()
                .map(record -> Json.read(record.value(), type))
                .filter(signed -> acceptable.test(signed) && signed.holds())
                .map(Signed::statement)
                .toList();
        int dropped = records.size() - held.size();
        if (dropped > 0) {
            refused.addAndGet(dropped);
            LOG.warn(
                    "{} of {} records of {} are not signed by whom they speak for and were dropped",
                    dropped,
                    records.size(),
                    records.getFirst().topic());
        }
        return held;
    }

    /** Statements dropped since the start. */
    long refused() {
        return refused.get();
    }

    static boolean signedBy(Address named, Signed<?> signed) {
        return signed.signer().equals(named);
    }
}
