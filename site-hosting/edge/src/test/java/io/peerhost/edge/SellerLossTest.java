package io.peerhost.edge;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.lease.SiteKind;
import io.peerhost.protocol.release.Hash;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No one seller is needed, and none is believed. */
class SellerLossTest {
    private static final int FILES = 400;

    @TempDir
    Path folder;

    private TestEdge edge;
    private TestSite site;
    private TestSite.Release release;

    @BeforeEach
    void start() throws Exception {
        edge = new TestEdge(folder);
        site = new TestSite("blog", SiteKind.STATIC);
        Map<String, byte[]> files = new HashMap<>();
        for (int i = 0; i < FILES; i++)
            files.put("f/" + i + ".txt", ("file " + i + " ").repeat(2_000).getBytes(StandardCharsets.UTF_8));
        release = edge.publish(site, files);
    }

    @AfterEach
    void stop() throws Exception {
        edge.close();
    }

    private TestSeller seller(Map<Hash, byte[]> blobs) {
        TestSeller seller = edge.seller(site);
        seller.blobs.putAll(blobs);
        edge.ready(site, seller, release.root());
        return seller;
    }

    @Test
    void shouldFetchFromSellersAndNotFromTheSitesService() throws Exception {
        TestSeller seller = seller(release.blobs());
        assertThat(edge.client().get("blog.localhost", "/f/1.txt").text()).startsWith("file 1 ");
        assertThat(seller.asked.get()).isPositive();
        assertThat(edge.sitesAsked).hasValue(0);
    }

    @Test
    void shouldFailNoRequestWhenASellerDiesUnderLoad() throws Exception {
        edge.sites.clear();
        TestSeller first = seller(release.blobs());
        seller(release.blobs());
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicInteger next = new AtomicInteger();
        Thread[] visitors = new Thread[8];
        for (int i = 0; i < visitors.length; i++) visitors[i] = Thread.startVirtualThread(() -> visit(next, wrong));
        TestEdge.await("some visits were made", () -> next.get() > 50);
        first.close();
        for (Thread visitor : visitors) visitor.join();
        assertThat(wrong).isEmpty();
    }

    private void visit(AtomicInteger next, Queue<String> wrong) {
        try (RawClient visitor = new RawClient(edge.edge.httpPort())) {
            for (int file = next.getAndIncrement(); file < FILES; file = next.getAndIncrement()) {
                Answer answer = visitor.get("blog.localhost", "/f/" + file + ".txt");
                if (answer.status() != 200 || !answer.text().startsWith("file " + file + " "))
                    wrong.add(file + ": " + answer.status());
            }
        } catch (Exception e) {
            wrong.add(e.toString());
        }
    }

    @Test
    void shouldNotShowWrongBytesAndAskAnother() throws Exception {
        Map<Hash, byte[]> forged = new HashMap<>();
        release.blobs().keySet().forEach(hash -> forged.put(hash, "evil".getBytes(StandardCharsets.UTF_8)));
        TestSeller liar = seller(forged);
        for (int i = 0; i < 20; i++)
            assertThat(edge.client().get("blog.localhost", "/f/" + i + ".txt").text())
                    .startsWith("file " + i + " ");
        assertThat(liar.asked.get()).isPositive();
    }

    @Test
    void shouldAnswerFromItsCacheWhenEverybodyIsGone() throws Exception {
        TestSeller seller = seller(release.blobs());
        assertThat(edge.client().get("blog.localhost", "/f/7.txt").status()).isEqualTo(200);
        seller.close();
        edge.sites.clear();
        TestEdge.await("the seller is gone", () -> edge.edge.agents() == 0);
        assertThat(edge.client().get("blog.localhost", "/f/7.txt").status()).isEqualTo(200);
        Answer missing = edge.client().get("blog.localhost", "/f/8.txt");
        assertThat(missing.status()).isEqualTo(503);
        assertThat(missing.field("retry-after")).isNotNull();
        edge.sites.putAll(release.blobs());
        assertThat(edge.client().get("blog.localhost", "/f/8.txt").status()).isEqualTo(200);
    }

    @Test
    void shouldFetchABlobOnceHoweverManyWaitForIt() throws Exception {
        AtomicInteger answered = new AtomicInteger();
        Thread[] visitors = new Thread[20];
        for (int i = 0; i < visitors.length; i++)
            visitors[i] = Thread.startVirtualThread(() -> {
                try (RawClient visitor = new RawClient(edge.edge.httpPort())) {
                    if (visitor.get("blog.localhost", "/f/9.txt").status() == 200) answered.incrementAndGet();
                } catch (Exception e) {
                    answered.addAndGet(-1000);
                }
            });
        for (Thread visitor : visitors) visitor.join();
        assertThat(answered).hasValue(20);
        // The root, the folder and the file; a second fetch may begin in the moment after the first has ended.
        assertThat(edge.sitesAsked.get()).isLessThanOrEqualTo(4);
    }
}
