package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.client.extensions.CopyDataExtension;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Open files, as programs use them that are no mere copiers. */
class HandlesTest extends GatewayTest {
    private SshClient client;
    private ClientSession session;
    private SftpClient sftp;

    @BeforeEach
    void connect() throws Exception {
        client = rig.client();
        session = rig.session(client);
        sftp = SftpClientFactory.instance().createSftpClient(session);
    }

    @AfterEach
    void disconnect() throws Exception {
        sftp.close();
        session.close();
        client.close();
    }

    @Test
    void shouldStillKnowAFileWhenItIsRenamedOrRemovedWhileOpen() throws Exception {
        try (var file = open("blog/a", OpenMode.Create, OpenMode.Write, OpenMode.Read)) {
            sftp.write(file, 0, bytes("one"), 0, 3);
            sftp.rename("blog/a", "blog/b");
            sftp.setStat(file, new Attributes().modifyTime(1_000));
            assertThat(sftp.stat(file).getSize()).isEqualTo(3);
            assertThat(sftp.stat("blog/b").getModifyTime().toMillis()).isEqualTo(1_000_000);
            sftp.remove("blog/b");
            sftp.write(file, 3, bytes("two"), 0, 3);
            assertThat(sftp.stat(file).getSize()).isEqualTo(6);
            assertThat(read(file)).isEqualTo("onetwo");
        }
        assertThat(sftp.readEntries("blog"))
                .extracting(SftpClient.DirEntry::getFilename)
                .containsOnly(".", "..");
    }

    @Test
    void shouldGoOnReadingWhenTheFileIsRemoved() throws Exception {
        put("blog/a", "text");
        try (var file = open("blog/a", OpenMode.Read)) {
            sftp.remove("blog/a");
            assertThat(read(file)).isEqualTo("text");
        }
    }

    @Test
    void shouldLoseNothingWhenTwoAppend() throws Exception {
        put("blog/log", "0");
        try (var one = open("blog/log", OpenMode.Write, OpenMode.Append);
                var two = open("blog/log", OpenMode.Write, OpenMode.Append)) {
            for (int i = 0; i < 5; i++) {
                sftp.write(one, 0, bytes("1"), 0, 1);
                sftp.write(two, 0, bytes("2"), 0, 1);
            }
        }
        assertThat(get("blog/log")).isEqualTo("01212121212");
    }

    @Test
    void shouldWriteAnywhereWhenAFileIsOpenedAgain() throws Exception {
        put("blog/a", "0123456789");
        sftp.setStat("blog/a", new Attributes().modifyTime(1));
        try (var file = open("blog/a", OpenMode.Write)) {
            sftp.write(file, 2, bytes("xx"), 0, 2);
            sftp.write(file, 12, bytes("end"), 0, 3);
        }
        assertThat(get("blog/a")).isEqualTo("01xx456789\0\0end");
        assertThat(sftp.stat("blog/a").getModifyTime().toMillis()).isGreaterThan(1_000_000);
        sftp.setStat("blog/a", new Attributes().size(4));
        assertThat(get("blog/a")).isEqualTo("01xx");
    }

    @Test
    void shouldCopyHereWhenAClientAsksForIt() throws Exception {
        put("blog/a", "0123456789");
        try (var from = open("blog/a", OpenMode.Read);
                var to = open("blog/b", OpenMode.Create, OpenMode.Write)) {
            sftp.getExtension(CopyDataExtension.class).copyData(from, 2, 0, to, 0);
        }
        assertThat(get("blog/b")).isEqualTo("23456789");
    }

    @Test
    void shouldReplaceOnlyWhenAskedToWhenAFileIsRenamedOverAnother() throws Exception {
        put("blog/a", "a");
        put("blog/b", "b");

        assertThatThrownBy(() -> sftp.rename("blog/a", "blog/b"))
                .isInstanceOf(SftpException.class)
                .hasMessageContaining("there already");
        assertThat(get("blog/b")).isEqualTo("b");
        assertThat(rig.sftp("rename blog/a blog/b").code()).isZero();
        assertThat(get("blog/b")).isEqualTo("a");
    }

    @Test
    void shouldMakeAFileOnceWhenTwoWantItForThemselves() throws Exception {
        var mine = EnumSet.of(OpenMode.Create, OpenMode.Write, OpenMode.Exclusive);
        sftp.open("blog/lock", mine).close();

        assertThatThrownBy(() -> sftp.open("blog/lock", mine)).isInstanceOf(SftpException.class);
    }

    @Test
    void shouldKeepTheQuotaRightWhenAbsurdSizesAreAskedFor() throws Exception {
        put("blog/a", "a");
        assertThatThrownBy(() -> sftp.setStat("blog/a", new Attributes().size(Long.MAX_VALUE)))
                .hasMessageContaining("quota");
        try (var file = open("blog/a", OpenMode.Write)) {
            assertThatThrownBy(() -> sftp.write(file, 1L << 45, bytes("x"), 0, 1))
                    .hasMessageContaining("quota");
        } catch (SftpException e) {
            assertThat(e).hasMessageContaining("Not all of it");
        }
        sftp.remove("blog/a");
        assertThat(rig.ssh("status").out()).contains("blog: 0 bytes of");
    }

    @Test
    void shouldSayWhatIsWrongWhenItIsNotAFolder() throws Exception {
        put("blog/a", "a");

        assertThatThrownBy(() -> sftp.openDir("blog/a")).hasMessageContaining("a file, not a folder");
    }

    private SftpClient.CloseableHandle open(String path, OpenMode... modes) throws Exception {
        return sftp.open(path, EnumSet.copyOf(List.of(modes)));
    }

    private void put(String path, String text) throws Exception {
        try (var out = sftp.write(path)) {
            out.write(bytes(text));
        }
    }

    private String get(String path) throws Exception {
        try (var in = sftp.read(path)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private String read(SftpClient.Handle file) throws Exception {
        byte[] bytes = new byte[100];
        int count = sftp.read(file, 0, bytes, 0, bytes.length);
        return new String(bytes, 0, count, StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
