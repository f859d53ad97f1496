package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.gateway.login.Limits;
import io.peerhost.protocol.draft.DraftChange;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What one user's many files take of the gateway's memory. */
class SpaceTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadNoDraftWhenTheSpaceOfAllSitesIsAskedFor() throws Exception {
        try (Rig rig = new Rig(folder)) {
            SiteModel blog = rig.standIn.site("blog");
            SiteModel shop = rig.standIn.site("shop");
            rig.standIn.login("alice", rig.key, blog, shop);

            Rig.Result result = rig.sftp("df");

            assertThat(result.code()).as(result.errors()).isZero();
            assertThat(result.out()).contains("2097152");
            assertThat(blog.listed + shop.listed).isZero();
        }
    }

    @Test
    void shouldReadNoOtherDraftWhenThoseInUseHoldAllTheFilesThereMayBe() throws Exception {
        try (Rig rig = new Rig(folder, new Limits.Settings(100, 100, 100, 2), 1L << 30)) {
            SiteModel blog = rig.standIn.site("blog");
            SiteModel shop = rig.standIn.site("shop");
            rig.standIn.login("alice", rig.key, blog, shop);
            blog.changedElsewhere(new DraftChange.MakeFolder("a/b", 1));
            try (OpenClient open = rig.open()) {
                open.say("ls blog");
                open.finish();

                Rig.Result refused = rig.ssh("clear", "shop");
                assertThat(refused.code()).isEqualTo(1);
                assertThat(refused.errors()).contains("as many files as it can");
                assertThat(shop.listed).isZero();
                assertThat(rig.ssh("clear", "blog").out()).contains("the draft is empty now");
            }
            assertThat(rig.ssh("clear", "shop").code()).isZero();
        }
    }
}
