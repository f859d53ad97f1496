package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.peerhost.gateway.login.HostKeys;
import io.peerhost.gateway.login.Limits;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.util.net.SshdSocketAddress;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;
import org.apache.sshd.sftp.common.SftpException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SecurityTest {
    private static final Limits.Settings LIMITS = new Limits.Settings(8, 12, 100, 100_000);

    @TempDir
    Path folder;

    private Rig rig;

    @BeforeEach
    void start() throws Exception {
        rig = new Rig(folder, LIMITS, 1L << 30);
        rig.site("blog");
    }

    @AfterEach
    void stop() throws Exception {
        rig.close();
    }

    @Test
    void shouldLetNobodyInWhenTheKeyIsNotTheUsers() throws Exception {
        rig.makeKey("other");

        assertThat(login("alice", "other")).isEqualTo(255);
        assertThat(login("bob", "key")).isEqualTo(255);
        assertThat(login("alice", "key")).isZero();
    }

    @Test
    void shouldSayWhatToDoWhenTheKeyIsNotTheUsers() throws Exception {
        rig.makeKey("other");

        Rig.Result wrong = help("alice", "other");
        Rig.Result right = help("alice", "key");

        assertThat(wrong.errors())
                .contains("A key you offered is not registered")
                .contains("Permission denied");
        assertThat(right.errors()).doesNotContain("not registered");
    }

    @Test
    void shouldOfferKeysOnlyWhenAPasswordIsTried() throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-v", "-p", rig.port()));
        line.addAll(rig.options("key"));
        line.addAll(List.of("-o", "LogLevel=DEBUG1", "-o", "PubkeyAuthentication=no", "alice@127.0.0.1", "help"));

        Rig.Result result = rig.run(line);

        assertThat(result.code()).isEqualTo(255);
        assertThat(result.errors()).contains("Permission denied (publickey)");
    }

    @Test
    void shouldLockAnAddressOutWhenItTriesManyWrongKeys() throws Exception {
        rig.makeKey("other");
        for (int i = 0; i < LIMITS.wrongKeys(); i++) login("alice", "other");

        assertThat(login("alice", "key")).isEqualTo(255);
    }

    @Test
    void shouldLockNobodyOutWhenWrongKeysComeBeforeTheRightOne() throws Exception {
        rig.makeKey("other");
        List<String> line = new ArrayList<>(List.of("ssh", "-p", rig.port()));
        line.addAll(rig.options("other"));
        line.addAll(List.of("-i", folder.resolve("key").toString(), "alice@127.0.0.1", "help"));

        for (int i = 0; i <= LIMITS.wrongKeys(); i++)
            assertThat(rig.run(line).code()).as("login " + i).isZero();
    }

    @Test
    void shouldTakeNoMoreKeysWhenSixWereWrong() throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-p", rig.port()));
        for (int i = 0; i < 7; i++) {
            rig.makeKey("wrong" + i);
            line.addAll(List.of("-i", folder.resolve("wrong" + i).toString()));
        }
        line.addAll(rig.options("key"));
        line.addAll(List.of("alice@127.0.0.1", "help"));

        assertThat(rig.run(line))
                .satisfies(result -> assertThat(result.code()).isEqualTo(255))
                .satisfies(result -> assertThat(result.errors()).contains("Too many authentication"));
    }

    @Test
    void shouldCloseConnectionsWhenOneAddressHoldsTooMany() throws Exception {
        List<Socket> sockets = new ArrayList<>();
        try {
            for (int i = 0; i < LIMITS.perAddress(); i++) sockets.add(connect());
            Rig.await("all are counted", () -> rig.connections() == LIMITS.perAddress());
            assertThat(login("alice", "key")).isEqualTo(255);
        } finally {
            for (Socket socket : sockets) socket.close();
        }
        Rig.await("they are gone", () -> rig.connections() == 0);
        assertThat(login("alice", "key")).isZero();
    }

    @Test
    void shouldStillLetKnownUsersInWhenMarketplaceIsDown() throws Exception {
        assertThat(login("alice", "key")).isZero();
        rig.standIn.portal.down = true;
        rig.standIn.portal.logins.clear();

        assertThat(login("alice", "key")).isZero();
    }

    @Test
    void shouldUseStrictKeyExchangeAndGcmWhenOpenSshConnects() throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-vv", "-p", rig.port()));
        line.addAll(rig.options("key"));
        line.addAll(List.of("-o", "LogLevel=DEBUG2", "alice@127.0.0.1", "help"));

        Rig.Result result = rig.run(line);

        // CVE-2023-48795, Terrapin: the server must name its side of strict key exchange, and no mode it could cut.
        assertThat(result.errors())
                .contains("kex-strict-s-v00@openssh.com")
                .contains("server->client cipher: aes128-gcm@openssh.com")
                .contains("kex: algorithm: sntrup761x25519-sha512")
                .doesNotContain("remote software version SSHD");
        String offered = result.errors().substring(result.errors().indexOf("peer server KEXINIT proposal"));
        assertThat(offered.lines().filter(text -> text.contains("ciphers ctos")).findFirst())
                .hasValueSatisfying(
                        text -> assertThat(text).doesNotContain("chacha20").doesNotContain("cbc"));
    }

    /** CVE-2023-35887: paths with parents told what exists on the host. */
    @Test
    void shouldStayInTheTreeWhenAPathClimbs() throws Exception {
        Files.writeString(folder.resolve("a"), "a");
        for (String path : List.of(
                "/../../../../etc/passwd", "blog/../../../etc/passwd", "/etc/passwd", "..%2f..%2fetc/passwd", "~/x"))
            assertThat(rig.sftp("get " + path + " stolen").code()).as(path).isNotZero();
        assertThat(rig.sftp("ls -1 /../..").out()).contains("blog").doesNotContain("etc");
        assertThat(rig.sftp("put a /../../tmp").code()).isNotZero();
        assertThat(rig.sftp("rename blog /../../tmp/x").code()).isNotZero();
        assertThat(rig.sftp("rmdir blog").code()).isNotZero();
        assertThat(rig.sftp("mkdir new-site").code()).isNotZero();
        assertThat(rig.scp("-O", "alice@127.0.0.1:../../etc/passwd", "stolen").code())
                .isNotZero();
        assertThat(folder.resolve("stolen")).doesNotExist();
    }

    @Test
    void shouldNotSeeAnothersSiteWhenItsNameIsKnown() throws Exception {
        rig.standIn.site("secret");

        assertThat(rig.sftp("ls secret").code()).isNotZero();
        assertThat(rig.ssh("deploy", "secret").errors()).contains("no site called secret");
        assertThat(rig.sftp("ls -1").out()).doesNotContain("secret");
    }

    /** CVE-2021-30129: unbounded handles and forwarded channels used up the server's memory. */
    @Test
    void shouldRefuseMoreWhenAClientHoardsHandlesAndChannels() throws Exception {
        try (SshClient client = rig.client()) {
            try (ClientSession session = rig.session(client);
                    SftpClient sftp = SftpClientFactory.instance().createSftpClient(session)) {
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 2_000; i++) sftp.openDir("/blog");
                        })
                        .isInstanceOf(SftpException.class);
                assertThatThrownBy(() -> session.startRemotePortForwarding(
                                new SshdSocketAddress("127.0.0.1", 0), new SshdSocketAddress("127.0.0.1", 1)))
                        .isInstanceOf(IOException.class);
                assertThatThrownBy(() -> {
                            for (int i = 0; i < 40; i++)
                                session.createSubsystemChannel("sftp").open().verify(Duration.ofSeconds(30));
                        })
                        .isInstanceOf(IOException.class);
            }
        }
        assertThat(login("alice", "key")).isZero();
    }

    @Test
    void shouldKeepItsHostKeysToItselfWhenItHasMadeThem() throws Exception {
        Path made = folder.resolve("made");
        List<String> before = fingerprints(made);

        try (var keys = Files.list(made)) {
            assertThat(keys.toList()).hasSize(2).allSatisfy(key -> assertThat(
                            PosixFilePermissions.toString(Files.getPosixFilePermissions(key)))
                    .isEqualTo("rw-------"));
        }
        assertThat(fingerprints(made)).isEqualTo(before).hasSize(2);
        assertThat(rig.run(List.of(
                                "ssh-keygen",
                                "-y",
                                "-f",
                                made.resolve("ssh_host_rsa_key").toString()))
                        .out())
                .startsWith("ssh-rsa");
        Path ed25519 = made.resolve("ssh_host_ed25519_key");
        String shown = rig.run(List.of("ssh-keygen", "-lf", ed25519.toString())).out();
        assertThat(HostKeys.fingerprints(HostKeys.in(made))).contains("ssh-ed25519 " + shown.split(" ")[1]);
    }

    private static List<String> fingerprints(Path folder) throws Exception {
        List<String> fingerprints = new ArrayList<>();
        for (KeyPair key : HostKeys.in(folder).loadKeys(null))
            fingerprints.add(KeyUtils.getFingerPrint(key.getPublic()));
        return fingerprints;
    }

    @Test
    void shouldShowTheSameHostKeysWhenItStartsAgain() throws Exception {
        String before = hostKeys();
        rig.gateway.close();
        rig = new Rig(folder, LIMITS, 1L << 30, "key2");

        assertThat(hostKeys()).isEqualTo(before).contains("ssh-ed25519", "ssh-rsa");
    }

    @Test
    void shouldWriteDownTheFingerprintThatClientsShowWhenItHasStarted() throws Exception {
        Path key = folder.resolve("data/host-keys/ssh_host_ed25519_key");
        String shown = rig.run(List.of("ssh-keygen", "-lf", key.toString())).out();
        assertThat(folder.resolve("data/host-key.sha256")).hasContent(shown.split(" ")[1]);
    }

    private String hostKeys() throws Exception {
        return rig.run(List.of("ssh-keyscan", "-t", "ed25519,rsa", "-p", rig.port(), "127.0.0.1"))
                .out()
                .lines()
                .map(line -> line.substring(line.indexOf(' ')))
                .sorted()
                .toList()
                .toString();
    }

    private int login(String user, String key) throws Exception {
        return help(user, key).code();
    }

    private Rig.Result help(String user, String key) throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh", "-o", "LogLevel=INFO", "-p", rig.port()));
        line.addAll(rig.options(key));
        line.addAll(List.of(user + "@127.0.0.1", "help"));
        return rig.run(line);
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket();
        socket.connect(new InetSocketAddress("127.0.0.1", rig.gateway.sftpPort()), 10_000);
        return socket;
    }
}
