package io.peerhost.edge;

import io.peerhost.edge.RawClient.Answer;
import io.peerhost.protocol.lease.SiteKind;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A running edge, a static site that has published nothing yet, and its visitor. */
abstract class BlogTest {
    @TempDir
    Path folder;

    TestEdge edge;
    TestSite site;
    RawClient visitor;

    @BeforeEach
    void startEdge() throws Exception {
        edge = new TestEdge(folder.resolve("data"));
        site = new TestSite("blog", SiteKind.STATIC);
        visitor = edge.client();
    }

    @AfterEach
    void stopEdge() throws Exception {
        edge.close();
    }

    Answer get(String target, String... fields) throws Exception {
        return visitor.get(site.host(), target, fields);
    }
}
