package io.peerhost.marketplace.portal;

import io.peerhost.marketplace.account.SshKeyResource.KeyView;
import io.peerhost.protocol.agent.Message;
import io.peerhost.protocol.billing.Audit;
import io.peerhost.protocol.billing.Statement;
import io.peerhost.protocol.billing.UsagePoint;
import io.peerhost.protocol.draft.DraftProgress;
import io.peerhost.protocol.draft.ReleaseSummary;
import io.peerhost.protocol.identity.Bytes32;
import io.peerhost.protocol.lease.Prices;
import io.peerhost.protocol.release.Hash;
import io.quarkus.qute.TemplateInstance;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every page as a busy account sees it, and as one that has just begun. */
final class Samples {
    static final Instant NOW = Instant.now();
    static final String MACHINE = "0x" + "4f3a".repeat(10);
    static final Bytes32 LEASE = bytes(7);
    private static final SellView.Rented NONE = new SellView.Rented(0, 0, 0, BigInteger.ZERO);

    private Samples() {}

    static Map<String, TemplateInstance> pages() {
        Map<String, TemplateInstance> pages = new LinkedHashMap<>();
        List<OfferRow> offers = offers();
        pages.put("market", Pages.market(frame("Market", "market"), offers, offers.getFirst()));
        pages.put("market-empty", Pages.market(Frame.plain("Market"), List.of(), null));
        pages.put("sell", Pages.sell(frame("Sell", "sell"), sell()));
        pages.put("sell-empty", Pages.sell(frame("Sell", "sell"), new SellView(List.of(), null, EarningsReader.NONE)));
        pages.put("sell-removed", Pages.sell(frame("Sell", "sell"), new SellView(List.of(), null, sell().earnings())));
        pages.put(
                "machine",
                Pages.machine(frame("Machine", "sell"), sell().machines().get(0), offering()));
        pages.put(
                "machine-new",
                Pages.machine(wrong("Machine", "sell", "cpu"), sell().machines().get(1), offering()));
        pages.put("sites", Pages.sites(frame("Sites", "sites"), new SitesView(List.of(site(2, 3), site(0, null)))));
        pages.put("sites-empty", Pages.sites(frame("Sites", "sites"), new SitesView(List.of())));
        pages.put(
                "order",
                Pages.order(frame("New site", "sites"), order(offers.getFirst().hourly())));
        pages.put("order-none", Pages.order(bad("New site", "sites"), order(null)));
        pages.put("site", Pages.site(frame("blog", "sites"), live(), more()));
        pages.put("site-new", Pages.site(frame("blog", "sites"), fresh(), nothingYet()));
        pages.put("wallet", Pages.wallet(frame("Wallet", "wallet"), WalletSamples.wallet()));
        pages.put("wallet-wrong", Pages.wallet(wrong("Wallet", "wallet", "amount"), WalletSamples.wallet()));
        pages.put("withdrawal", Pages.withdrawal(frame("Check the withdrawal", "wallet"), WalletSamples.understood()));
        pages.put("keys", Pages.keys(wrong("SSH keys", "keys", "key"), keys()));
        pages.put(
                "keys-empty",
                Pages.keys(
                        frame("SSH keys", "keys"),
                        new KeysView(List.of(), "sftp alice@localhost", new KeysView.Typed(null, null))));
        pages.put("audit", Pages.audit(frame("Audit", "audit"), AuditSamples.audited(), true));
        pages.put("audit-empty", Pages.audit(frame("Audit", "audit"), new Audit.Epochs(List.of(), null, null), true));
        pages.put("epoch", Pages.epoch(frame("Epoch 9", "audit"), AuditSamples.epoch()));
        pages.put("proof", Pages.proof(frame("Proof of a lease", "audit"), AuditSamples.proof()));
        pages.put("error", Pages.error(Frame.plain("There is nothing here"), "You have no site blog.", 404));
        return pages;
    }

    private static Frame frame(String title, String section) {
        return new Frame(title, section, "alice", "token", "once", null);
    }

    private static Frame bad(String title, String section) {
        Frame.Notice notice = new Frame.Notice("bad", "No machines fit this order", "Of 2 offers, 1 is away.", null);
        return new Frame(title, section, "alice", "token", "once", notice);
    }

    private static Frame wrong(String title, String section, String field) {
        Frame.Notice notice = new Frame.Notice("bad", "Please check what you typed", "Write 1.5 with a dot.", field);
        return new Frame(title, section, "alice", "token", "once", notice);
    }

    private static OfferForm offering() {
        OfferForm form = new OfferForm();
        form.region = "eu-west";
        form.cpu = "1,5";
        return form;
    }

    private static List<OfferRow> offers() {
        return IntStream.range(0, 60).mapToObj(Samples::offer).toList();
    }

    private static OfferRow offer(int i) {
        Prices prices = new Prices(money(20_000 + i * 997L), money(5_000 + i * 31L), money(200), money(20_000));
        return new OfferRow(
                UUID.randomUUID(),
                UUID.randomUUID(),
                "seller-" + i,
                MACHINE,
                i % 2 == 0 ? "eu-west" : "us-east",
                i % 7 != 6,
                i % 5 != 4,
                i % 3 == 0,
                500 + i,
                4000,
                8192,
                40_960,
                prices,
                OfferRow.hourly(Size.SMALL.each(), prices));
    }

    private static SellView sell() {
        Message.Inventory machine = new Message.Inventory(
                4,
                8192,
                40_960,
                "x86_64",
                "6.12.0",
                "Debian GNU/Linux 13",
                false,
                "podman is not installed",
                1290,
                640);
        SellView.Standing offer = new SellView.Standing(
                UUID.randomUUID(),
                "eu-west",
                money(120_000),
                offers().getFirst().prices(),
                4000,
                8192,
                40_960);
        SellView.Rented rented = new SellView.Rented(600, 768, 3072, money(18_000));
        return new SellView(
                List.of(
                        new SellView.Machine(
                                MACHINE, "Attic", machine, NOW, NOW, 987, "Online", "good", null, 2, rented, NONE,
                                offer),
                        new SellView.Machine(
                                "0x" + "5c2b".repeat(10),
                                null,
                                machine,
                                NOW,
                                null,
                                500,
                                "Online",
                                "good",
                                "Post an offer below.",
                                0,
                                rented,
                                rented,
                                null)),
                new SellView.Enrol("PORTAL_URL=http://localhost:8080 java -jar agent.jar", "abc", NOW, true),
                new SellView.Earnings(
                        money(5_123_456),
                        money(5_000_000),
                        chart(),
                        List.of(new Statement.Line(1, NOW, "CHARGE", 9L, LEASE, "blog", money(1234)))));
    }

    private static SiteRow site(int ready, Integer release) {
        return new SiteRow(
                "blog",
                "Static",
                "http://blog.localhost:8000/",
                ready == 2 ? "is up" : "waits for your first upload",
                ready == 2 ? "good" : "warn",
                ready,
                ready,
                2,
                release,
                money(8_400),
                NOW);
    }

    private static SiteLive live() {
        return new SiteLive(
                site(2, 3),
                new DraftProgress(UUID.randomUUID(), 1240, 45_678_901, 1, NOW, null),
                List.of(
                        replica(1, "Serves release 3", "good", null),
                        replica(2, "Failed, tries again", "bad", "The image could not be built: no space is left")),
                List.of(new SiteLive.Log(1, List.of("[12:00:01] GET / 200", "[12:00:02] <script>alert(1)</script>"))));
    }

    private static SiteLive fresh() {
        return new SiteLive(
                site(0, null),
                null,
                List.of(replica(1, "Paid; waits for your first release", "warn", null)),
                List.of());
    }

    private static SiteLive.Replica replica(int number, String does, String tone, String detail) {
        return new SiteLive.Replica(
                number,
                bytes(number).hex(),
                "sam",
                MACHINE,
                "eu-west",
                does,
                tone,
                detail,
                NOW,
                money(4_200),
                money(900_000),
                money(41));
    }

    private static SiteMore more() {
        List<ReleaseSummary> releases = IntStream.of(3, 2, 1)
                .mapToObj(n -> new ReleaseSummary(
                        n, Hash.ofContent(new byte[] {(byte) n}), 120, 4_567_890, n, NOW, n == 3, n == 1 ? NOW : null))
                .toList();
        return new SiteMore(
                true,
                "echo 'put -r . /blog/' | sftp -P 2222 alice@localhost",
                "SHA256:" + "a".repeat(43),
                "sftp -P 2222 alice@localhost",
                "ssh -p 2222 alice@localhost deploy blog",
                "ssh -p 2222 alice@localhost rollback blog",
                releases,
                new SiteMore.Usage(money(123_456), 86_400, money(7_654_321_000L), 1_234_000, chart(), uptime()),
                List.of(new SiteMore.Ended(2, LEASE.hex(), "closed", "its machine was lost", money(12_345))),
                "comes back to your wallet after the escrow's delay of 2 min");
    }

    private static SiteMore nothingYet() {
        return new SiteMore(
                false,
                "echo 'put -r . /blog/' | sftp alice@localhost",
                null,
                "sftp alice@localhost",
                "",
                "",
                List.of(),
                null,
                List.of(),
                "comes back to your wallet after the escrow's delay");
    }

    private static OrderForm order(BigInteger estimate) {
        return new OrderForm(
                "blog",
                "STATIC",
                Size.SMALL,
                2,
                "",
                "0.01",
                "0.1",
                "2.5",
                List.of(Size.values()),
                estimate,
                1,
                estimate == null ? BigInteger.ZERO : money(1_000_000),
                true,
                List.of("eu-west", "us-east"));
    }

    private static KeysView keys() {
        KeyView key = new KeyView(UUID.randomUUID(), "laptop", "ssh-ed25519", "SHA256:" + "a".repeat(43), NOW);
        return new KeysView(
                List.of(key), "sftp -P 2222 alice@localhost", new KeysView.Typed("desk", "ssh-ed25519 AAAA"));
    }

    private static Timeline day() {
        return Timeline.until(NOW, NOW.minus(Duration.ofHours(20)));
    }

    private static Chart chart() {
        return Chart.of(
                day(),
                IntStream.range(0, 20)
                        .boxed()
                        .collect(Collectors.toMap(
                                hour -> NOW.minus(Duration.ofHours(hour)), hour -> money(hour * hour % 37 * 100L))));
    }

    private static Uptime uptime() {
        List<UsagePoint> points = IntStream.rangeClosed(1, 200)
                .mapToObj(i -> new UsagePoint(
                        day().first().plus(Duration.ofMinutes(5L * (40 + i))), i == 90 ? 100 : 300, 0, 0, money(i)))
                .toList();
        return Uptime.of(day(), List.of(points), NOW);
    }

    static Bytes32 bytes(int number) {
        byte[] bytes = new byte[32];
        bytes[0] = (byte) 0xa7;
        bytes[31] = (byte) number;
        return Bytes32.of(bytes);
    }

    static BigInteger money(long baseUnits) {
        return BigInteger.valueOf(baseUnits);
    }
}
