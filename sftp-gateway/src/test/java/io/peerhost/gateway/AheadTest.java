package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumSet;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.channel.ChannelSubsystem;
import org.apache.sshd.client.channel.ClientChannelEvent;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.common.SftpConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Clients that send ahead without waiting for answers, or do not take them; each request is written byte by byte. */
class AheadTest extends GatewayTest {
    private static final int LARGE = 40_000;

    private SshClient client;
    private ClientSession session;
    private ChannelSubsystem channel;
    private DataOutputStream out;
    private DataInputStream in;

    @BeforeEach
    void connect() throws Exception {
        client = rig.client();
        session = rig.session(client);
        channel = session.createSubsystemChannel("sftp");
        channel.open().verify();
        out = new DataOutputStream(channel.getInvertedIn());
        in = new DataInputStream(channel.getInvertedOut());
        send(packet(SftpConstants.SSH_FXP_INIT, 3));
        in.readFully(new byte[in.readInt()]);
    }

    @AfterEach
    void disconnect() throws Exception {
        channel.close(true);
        session.close(true);
        client.close();
    }

    @Test
    void shouldKeepTheOrderWhenShortRequestsFollowLongOnes() throws Exception {
        for (int round = 0; round < 20; round++) {
            byte[] file = open("/blog/f" + round, SftpConstants.SSH_FXF_CREAT | SftpConstants.SSH_FXF_WRITE);
            var ahead = new ByteArrayOutputStream();
            ahead.write(write(10, file, 0, filled('a', LARGE)));
            ahead.write(write(11, file, 0, filled('b', 10)));
            ahead.write(write(12, file, LARGE, filled('c', LARGE)));
            ahead.write(packet(SftpConstants.SSH_FXP_CLOSE, 13, file));
            ahead.write(packet(SftpConstants.SSH_FXP_STAT, 14, text("/blog/f" + round)));
            send(ahead.toByteArray());

            for (int id = 10; id <= 13; id++) assertThat(status(id)).isEqualTo(SftpConstants.SSH_FX_OK);
            byte[] stat = answer();
            assertThat(stat[0]).isEqualTo((byte) SftpConstants.SSH_FXP_ATTRS);
            assertThat(new DataInputStream(new ByteArrayInputStream(stat, 9, 8)).readLong())
                    .isEqualTo(2 * LARGE);
        }
        assertThat(rig.sftp("get /blog/f19").code()).isZero();
        assertThat(Files.readString(rig.folder.resolve("f19")))
                .isEqualTo("b".repeat(10) + "a".repeat(LARGE - 10) + "c".repeat(LARGE));
    }

    @Test
    void shouldServeOthersAndLoseNothingWhenOneTakesNoAnswers() throws Exception {
        byte[] file = open(
                "/blog/big", SftpConstants.SSH_FXF_CREAT | SftpConstants.SSH_FXF_WRITE | SftpConstants.SSH_FXF_READ);
        int reads = 500;
        byte[] content = filled('x', LARGE);
        send(write(9, file, 0, content));
        assertThat(status(9)).isEqualTo(SftpConstants.SSH_FX_OK);
        session.getIoSession().suspendRead();
        for (int id = 0; id < reads; id++)
            send(packet(SftpConstants.SSH_FXP_READ, 100 + id, file, longs(0), ints(content.length)));

        assertThat(rig.sftp("ls /blog").out()).contains("big");

        session.getIoSession().resumeRead();
        for (int id = 0; id < reads; id++) {
            byte[] data = answer();
            assertThat(data[0]).isEqualTo((byte) SftpConstants.SSH_FXP_DATA);
            assertThat(data.length).isEqualTo(1 + 4 + 4 + content.length);
        }
    }

    @Test
    void shouldEndTheConversationOnlyWhenARequestIsTooLong() throws Exception {
        send(ints(Integer.MAX_VALUE));

        channel.waitFor(EnumSet.of(ClientChannelEvent.CLOSED), 60_000L);
        assertThat(channel.isOpen()).isFalse();
        assertThat(rig.sftp("ls /").code()).isZero();
    }

    private byte[] open(String path, int flags) throws IOException {
        send(packet(SftpConstants.SSH_FXP_OPEN, 1, text(path), ints(flags), ints(0)));
        byte[] handle = answer();
        assertThat(handle[0]).isEqualTo((byte) SftpConstants.SSH_FXP_HANDLE);
        return Arrays.copyOfRange(handle, 5, handle.length);
    }

    private static byte[] write(int id, byte[] handle, long at, byte[] content) throws IOException {
        return packet(SftpConstants.SSH_FXP_WRITE, id, handle, longs(at), ints(content.length), content);
    }

    /** @return the code of the answer to {@code id}, which must be the next one */
    private int status(int id) throws IOException {
        var answer = new DataInputStream(new ByteArrayInputStream(answer()));
        assertThat(answer.readByte()).isEqualTo((byte) SftpConstants.SSH_FXP_STATUS);
        assertThat(answer.readInt()).isEqualTo(id);
        return answer.readInt();
    }

    private byte[] answer() throws IOException {
        byte[] answer = new byte[in.readInt()];
        in.readFully(answer);
        return answer;
    }

    private void send(byte[] bytes) throws IOException {
        out.write(bytes);
        out.flush();
    }

    private static byte[] packet(int type, int id, byte[]... fields) throws IOException {
        int length = 5 + Arrays.stream(fields).mapToInt(field -> field.length).sum();
        var bytes = new ByteArrayOutputStream();
        var packet = new DataOutputStream(bytes);
        packet.writeInt(length);
        packet.writeByte(type);
        packet.writeInt(id);
        for (byte[] field : fields) packet.write(field);
        return bytes.toByteArray();
    }

    private static byte[] text(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        var field = new ByteArrayOutputStream();
        new DataOutputStream(field).writeInt(bytes.length);
        field.write(bytes);
        return field.toByteArray();
    }

    private static byte[] ints(int value) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(value).array();
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    private static byte[] filled(char with, int length) {
        byte[] bytes = new byte[length];
        Arrays.fill(bytes, (byte) with);
        return bytes;
    }
}
