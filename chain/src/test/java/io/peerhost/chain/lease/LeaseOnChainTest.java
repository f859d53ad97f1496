package io.peerhost.chain.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.chain.call.Call;
import io.peerhost.chain.merkle.Leaf;
import io.peerhost.chain.merkle.MerkleTree;
import io.peerhost.chain.node.ChainEvent;
import io.peerhost.chain.node.Receipt;
import io.peerhost.chain.node.RevertedException;
import io.peerhost.chain.testchain.Anvil;
import io.peerhost.chain.testchain.Peerhost;
import io.peerhost.protocol.identity.Address;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.identity.SigningKey;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class LeaseOnChainTest {
    private static Peerhost peerhost;
    private static long epochs;
    private final SigningKey renter = peerhost.newKey();
    private final SigningKey seller = peerhost.newKey();

    @BeforeAll
    static void start() throws Exception {
        peerhost = new Peerhost(new Anvil(), Duration.ZERO);
    }

    @AfterAll
    static void stop() {
        peerhost.close();
    }

    @Test
    void shouldPaySellerTheBillAndRenterTheRestWhenALeaseLivesAndEnds() {
        mint(renter, 10_000_000);
        LeaseTerms terms = open(4_000_000, 4_000_000, 1_000_000);
        assertThat(balance(renter)).isEqualTo(6_000_000);
        peerhost.anvil.pass(60);

        Receipt claimed = claim(new Leaf(terms.lease(), BigInteger.valueOf(1_234_567)));

        assertThat(balance(seller)).isEqualTo(1_234_567);
        assertThat(peerhost.chain.events(claimed.hash()))
                .singleElement()
                .isInstanceOfSatisfying(ChainEvent.SellerPaid.class, paid -> assertThat(paid.amount())
                        .isEqualTo(1_234_567));
        close(terms);
        Call withdraw = peerhost.calls.withdraw(terms.lease());
        assertThatThrownBy(() -> peerhost.send(withdraw))
                .isInstanceOf(RevertedException.class)
                .hasMessageStartingWith("TooEarly(");
        peerhost.anvil.pass(Peerhost.WITHDRAW_DELAY.toSeconds());
        peerhost.send(withdraw);
        peerhost.send(withdraw);
        assertThat(balance(renter)).isEqualTo(10_000_000 - 1_234_567);
        assertThat(balance(peerhost.settings.escrow())).isZero();
        assertThat(state(terms).withdrawn()).isTrue();
        assertThat(state(terms).held()).isZero();
    }

    @Test
    void shouldNotPayTwiceWhenAClaimIsRepeatedOrLowerThanBefore() {
        mint(renter, 1_000_000);
        LeaseTerms terms = open(1_000_000, 1_000_000, 1_000_000);
        peerhost.anvil.pass(60);
        claim(new Leaf(terms.lease(), BigInteger.valueOf(500)));
        claim(new Leaf(terms.lease(), BigInteger.valueOf(500)));
        claim(new Leaf(terms.lease(), BigInteger.valueOf(300)));
        assertThat(balance(seller)).isEqualTo(500);
        claim(new Leaf(terms.lease(), BigInteger.valueOf(501)));
        assertThat(balance(seller)).isEqualTo(501);
        peerhost.anvil.pass(1);
        giveBack(terms);
    }

    @Test
    void shouldPayUpToTheSpendCapWhenTheSettlerClaimsMore() {
        mint(renter, 1_000_000);
        LeaseTerms terms = open(1_000_000, 700_000, 1_000_000);
        peerhost.anvil.pass(3600);
        claim(new Leaf(terms.lease(), BigInteger.valueOf(999_999)));
        assertThat(balance(seller)).isEqualTo(700_000);
        giveBack(terms);
        assertThat(balance(renter)).isEqualTo(300_000);
    }

    @Test
    void shouldPayThePartEarnedByNowAndLaterTheRestWhenTheRateIsExceeded() {
        mint(renter, 1_000_000);
        LeaseTerms terms = open(1_000_000, 1_000_000, 10);
        peerhost.anvil.pass(100);
        Leaf leaf = new Leaf(terms.lease(), BigInteger.valueOf(5_000));
        claim(leaf);
        assertThat(balance(seller)).isBetween(1_000L, 1_500L);
        assertThat(balance(seller))
                .isEqualTo(state(terms).ceilingAt(peerhost.chain.node().time()).longValueExact());
        peerhost.anvil.pass(500);
        claim(leaf);
        assertThat(balance(seller)).isEqualTo(5_000);
        giveBack(terms);
    }

    @Test
    void shouldRefuseWhenTheSellerDidNotSignTheseTerms() {
        mint(renter, 1_000_000);
        LeaseTerms terms = peerhost.terms(renter, seller, 1_000_000, 1_000_000, 10);
        Call forged = peerhost.open(terms, renter, peerhost.newKey());
        assertThatThrownBy(() -> peerhost.send(forged)).hasMessage("NotSignedBy(" + seller.address() + ")");
    }

    @Test
    void shouldTakeOneDepositWhenOpenedTwice() {
        mint(renter, 1_000_000);
        LeaseTerms terms = peerhost.terms(renter, seller, 400_000, 400_000, 10);
        Call open = peerhost.open(terms, renter, seller);
        peerhost.send(open);
        peerhost.send(open);
        assertThat(balance(renter)).isEqualTo(600_000);
        giveBack(terms);
    }

    @Test
    void shouldRefuseToCloseWhenAStrangerAsks() {
        mint(renter, 1_000);
        LeaseTerms terms = open(1_000, 1_000, 10);
        SigningKey stranger = peerhost.newKey();
        Call close = peerhost.calls.requestCloseFor(
                terms.lease(),
                stranger.address(),
                stranger.sign(LeaseTerms.closeDigest(terms.lease(), peerhost.settings)));
        assertThatThrownBy(() -> peerhost.send(close)).hasMessageStartingWith("NotAParty(");
        giveBack(terms);
    }

    @Test
    void shouldStayWithinTheGasGoalsWhenLeasesAreUsedAsUsual() {
        mint(renter, 100_000_000);
        List<LeaseTerms> leases = new ArrayList<>();
        long opening = 0;
        for (int i = 0; i < 50; i++) {
            LeaseTerms terms = peerhost.terms(renter, seller, 1_000_000, 1_000_000, 1_000_000);
            opening = peerhost.send(peerhost.open(terms, renter, seller)).gasUsed();
            leases.add(terms);
        }
        peerhost.anvil.pass(60);
        MerkleTree tree = MerkleTree.of(leases.stream()
                .map(terms -> new Leaf(terms.lease(), BigInteger.valueOf(100_000)))
                .toList());
        long epoch = ++epochs;
        long posting =
                peerhost.send(peerhost.calls.postRoot(epoch, tree.root())).gasUsed();
        List<Bytes32> names = leases.stream().map(LeaseTerms::lease).toList();
        long claiming = peerhost.send(peerhost.calls.claimMany(epoch, tree.multiProof(names)))
                        .gasUsed()
                / 50;
        close(leases.getFirst());
        peerhost.anvil.pass(Peerhost.WITHDRAW_DELAY.toSeconds());
        long withdrawing =
                peerhost.send(peerhost.calls.withdraw(names.getFirst())).gasUsed();
        System.out.printf(
                "gas-open-with-permit %d, gas-post-root %d, gas-claim-per-lease-batched %d, gas-withdraw %d%n",
                opening, posting, claiming, withdrawing);
        assertThat(posting).isLessThan(60_000);
        assertThat(claiming).isLessThan(30_000);
        assertThat(opening).isLessThan(160_000);
        assertThat(withdrawing).isLessThan(60_000);
        leases.forEach(this::giveBack);
    }

    private LeaseTerms open(long deposit, long spendCap, long maxRatePerSecond) {
        LeaseTerms terms = peerhost.terms(renter, seller, deposit, spendCap, maxRatePerSecond);
        peerhost.send(peerhost.open(terms, renter, seller));
        return terms;
    }

    private Receipt claim(Leaf leaf) {
        MerkleTree tree = MerkleTree.of(List.of(leaf));
        long epoch = ++epochs;
        peerhost.send(peerhost.calls.postRoot(epoch, tree.root()));
        return peerhost.send(peerhost.calls.claimMany(epoch, tree.multiProof(List.of(leaf.lease()))));
    }

    private void close(LeaseTerms terms) {
        peerhost.send(peerhost.calls.requestCloseFor(
                terms.lease(),
                renter.address(),
                renter.sign(LeaseTerms.closeDigest(terms.lease(), peerhost.settings))));
    }

    private void giveBack(LeaseTerms terms) {
        close(terms);
        peerhost.anvil.pass(Peerhost.WITHDRAW_DELAY.toSeconds());
        peerhost.send(peerhost.calls.withdraw(terms.lease()));
    }

    private LeaseState state(LeaseTerms terms) {
        Optional<LeaseState> state = peerhost.chain.lease(terms.lease());
        return state.orElseThrow();
    }

    private void mint(SigningKey to, long amount) {
        peerhost.send(peerhost.calls.mint(to.address(), BigInteger.valueOf(amount)));
    }

    private static long balance(SigningKey key) {
        return balance(key.address());
    }

    private static long balance(Address account) {
        return peerhost.chain.balance(account).longValueExact();
    }
}
