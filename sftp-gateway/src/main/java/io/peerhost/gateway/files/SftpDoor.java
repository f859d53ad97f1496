package io.peerhost.gateway.files;

import io.peerhost.gateway.draft.DraftFile;
import io.peerhost.gateway.login.Allowance;
import io.peerhost.gateway.publish.Publisher;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.sshd.common.io.IoOutputStream;
import org.apache.sshd.common.io.IoWriteFuture;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.BufferUtils;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.common.util.io.IoUtils;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.session.ServerSession;
import org.apache.sshd.sftp.client.extensions.openssh.OpenSSHLimitsExtensionInfo;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.common.extensions.openssh.AbstractOpenSSHExtensionParser.OpenSSHExtension;
import org.apache.sshd.sftp.server.FileHandle;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystem;
import org.apache.sshd.sftp.server.SftpSubsystemConfigurator;

/**
 * SFTP for one channel: the library's subsystem, which here also answers statvfs, tells a client that leaves from a
 * connection that breaks, and publishes in the first case before the client is let go.
 */
final class SftpDoor extends SftpSubsystem {
    private static final String OPEN_SSH = "SSH-2.0-OpenSSH";
    private static final String STATVFS = "statvfs@openssh.com";
    private static final int BLOCK = 4096;
    private static final long NAME_BYTES = 255;
    /** OpenSSH's server takes no longer ones either. */
    private static final int LONGEST = 256 << 10;

    private static final int SHORT = 16 << 10;

    private final Publisher publisher;
    private IoOutputStream errors;
    private volatile IoWriteFuture told;
    private String lastFailure;
    private final Lock oneByOne = new ReentrantLock();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile IoWriteFuture answer;
    private volatile boolean ending;

    SftpDoor(ChannelSession channel, SftpSubsystemConfigurator configurator, Publisher publisher) {
        super(channel, configurator);
        this.publisher = publisher;
    }

    @Override
    public int data(ChannelSession channel, byte[] bytes, int start, int length) throws IOException {
        buffer.compact();
        buffer.putRawBytes(bytes, start, length);
        for (Buffer request = next(); request != null; request = next()) {
            boolean atOnce = isAnsweredAtOnce(request);
            waiting.incrementAndGet();
            if (atOnce) answer(channel, request);
            else requests.add(request);
        }
        return 0;
    }

    /** @return the next request that is whole, its length in front; null when there is none */
    private Buffer next() throws IOException {
        if (buffer.available() < Integer.BYTES) return null;
        int at = buffer.rpos();
        long length = buffer.getUInt();
        buffer.rpos(at);
        if (length > LONGEST)
            throw new StreamCorruptedException("A request of " + length + " bytes; at most " + LONGEST + " are taken");
        int whole = (int) length + Integer.BYTES;
        if (buffer.available() < whole) return null;
        byte[] request = new byte[whole];
        buffer.getRawBytes(request);
        return new ByteArrayBuffer(request);
    }

    /**
     * A short request with nothing before it, neither a request nor an answer on its way, is answered by the thread that took it
     * from the socket: each small file would wake another one three times. Answers to others wait for room, which the
     * same thread makes.
     */
    private boolean isAnsweredAtOnce(Buffer request) {
        return request.available() <= SHORT && waiting.get() == 0 && (answer == null || answer.isDone());
    }

    private void answer(ChannelSession channel, Buffer request) throws IOException {
        int length = request.available();
        try {
            process(request);
        } catch (IOException | RuntimeException e) {
            log.warn("{} ends: {}", getServerSession(), e.getMessage(), e);
            requests.add(CLOSE);
        }
        channel.getLocalWindow().release(length);
    }

    /** Both threads come here, one after the other, and none after the end. */
    @Override
    protected void process(Buffer request) throws IOException {
        oneByOne.lock();
        try {
            if (!ending) super.process(request);
        } finally {
            waiting.decrementAndGet();
            oneByOne.unlock();
        }
    }

    @Override
    protected void send(Buffer reply) throws IOException {
        BufferUtils.updateLengthPlaceholder(reply, 0);
        answer = out.writeBuffer(reply);
    }

    /** Whether handles are closed because the channel ends, not because the client closed them. */
    boolean isEnding() {
        return ending;
    }

    @Override
    public void setIoErrorStream(IoOutputStream stream) {
        super.setIoErrorStream(stream);
        errors = stream;
    }

    /** The library drops requests that came before the end of file; here they are answered first. */
    @Override
    public void close() {
        if (!getServerChannelSession().isEofSignalled()) requests.clear();
        requests.add(CLOSE);
    }

    @Override
    protected void closeAllHandles() {
        oneByOne.lock();
        try {
            ending = true;
            super.closeAllHandles();
        } finally {
            oneByOne.unlock();
        }
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        super.setExitCallback((code, message, closeImmediately) -> {
            if (fileSystem instanceof DraftFileSystem files) {
                if (code == 0 && Channel.leftByItself(getServerChannelSession()))
                    Channel.leave(getServerChannelSession(), files, publisher).forEach(this::tell);
                else files.leave();
            }
            exit.onExit(code, message, closeImmediately);
        });
    }

    private void tell(String sentence) {
        try {
            if (told != null) told.await(2, TimeUnit.SECONDS);
            say(sentence);
            if (told != null) told.await(2, TimeUnit.SECONDS);
        } catch (IOException e) {
            log.debug("The client was gone before it was told: {}", sentence);
        }
    }

    /** Without waiting; not said when what was said before is still on its way. */
    private void say(String sentence) throws IOException {
        if (errors == null || told != null && !told.isDone()) return;
        told = errors.writeBuffer(new ByteArrayBuffer((sentence + "\r\n").getBytes(StandardCharsets.UTF_8)));
    }

    /** OpenSSH's client shows its user "Failure", whatever the status says in words, but standard error as it is. */
    @Override
    protected void sendStatus(Buffer reply, int id, Throwable e, int command, Object... about) throws IOException {
        SftpErrorStatusDataHandler words = getErrorStatusDataHandler();
        int status = words.resolveSubStatus(this, id, e, command, about);
        if (Sentences.areNeeded(status, e, command)
                && getServerSession().getClientVersion().startsWith(OPEN_SSH))
            explain(words.resolveErrorMessage(this, id, e, status, command, about));
        super.sendStatus(reply, id, e, command, about);
    }

    /** Once, though all requests that a client has on their way fail alike. */
    private void explain(String failure) {
        try {
            if (!failure.equals(lastFailure)) say(failure);
            lastFailure = failure;
        } catch (IOException e) {
            log.debug("The client was gone before it was told: {}", failure);
        }
    }

    @Override
    protected List<OpenSSHExtension> resolveOpenSSHExtensions(ServerSession session) {
        List<OpenSSHExtension> extensions = new ArrayList<>(super.resolveOpenSSHExtensions(session));
        extensions.removeIf(extension -> extension.getName().startsWith("hardlink"));
        extensions.add(new OpenSSHExtension(STATVFS, "2"));
        extensions.add(new OpenSSHExtension(SftpConstants.EXT_COPY_DATA, "1"));
        return extensions;
    }

    @Override
    protected OpenSSHLimitsExtensionInfo getOpenSSHLimitsExtensionInfo(int id, ChannelSession channel) {
        OpenSSHLimitsExtensionInfo limits = new OpenSSHLimitsExtensionInfo(channel);
        limits.maxWriteLength = Allowance.of(channel.getSession()).longestWrite();
        return limits;
    }

    @Override
    protected void executeExtendedCommand(Buffer buffer, int id, String extension) throws IOException {
        if (!extension.equals(STATVFS)) {
            super.executeExtendedCommand(buffer, id, extension);
            return;
        }
        String path = buffer.getString();
        try {
            sendSpace(prepareReply(buffer), id, Files.getFileStore(resolveFile(path)));
        } catch (IOException | RuntimeException e) {
            sendStatus(prepareReply(buffer), id, e, SftpConstants.SSH_FXP_EXTENDED, extension);
        }
    }

    /** What a handle leads to has no path any more when it was removed, and another when it was renamed. */
    @Override
    protected Map<String, Object> doFStat(int id, String handle, int flags) throws IOException {
        Optional<DraftFile> file = open(handle);
        if (file.isEmpty()) return super.doFStat(id, handle, flags);
        return new Attributes(
                        file.get().stat(),
                        ((DraftFileSystem) fileSystem).owners().owner())
                .asMap();
    }

    @Override
    protected void doFSetStat(int id, String handle, Map<String, ?> attributes) throws IOException {
        Optional<DraftFile> file = open(handle);
        if (file.isEmpty()) super.doFSetStat(id, handle, attributes);
        else set(file.get(), attributes);
    }

    private static void set(DraftFile file, Map<String, ?> attributes) throws IOException {
        if (attributes.get(IoUtils.SIZE_VIEW_ATTR) instanceof Number size) {
            if (!file.isWritable()) throw new AccessDeniedException("It was opened for reading only");
            file.truncate(size.longValue());
        }
        if (attributes.get(IoUtils.LASTMOD_TIME_VIEW_ATTR) instanceof FileTime time)
            file.touch(time.to(TimeUnit.SECONDS));
    }

    private Optional<DraftFile> open(String handle) {
        return handles.get(handle) instanceof FileHandle found && found.getFileChannel() instanceof DraftFile file
                ? Optional.of(file)
                : Optional.empty();
    }

    /** A length of 0 means: to the end. */
    @Override
    protected void doCopyData(int id, String from, long start, long length, String to, long at) throws IOException {
        DraftFile source = open(from).orElseThrow(() -> new NoSuchFileException("Not an open file"));
        DraftFile target = open(to).orElseThrow(() -> new NoSuchFileException("Not an open file"));
        if (source == target) throw new UnsupportedOperationException("A file cannot be copied into itself");
        target.copyFrom(source, start, length == 0 ? Long.MAX_VALUE : length, at);
    }

    /** See "statvfs@openssh.com" in OpenSSH's PROTOCOL. */
    private void sendSpace(Buffer reply, int id, FileStore store) throws IOException {
        long blocks = store.getTotalSpace() / BLOCK;
        long free = store.getUsableSpace() / BLOCK;
        reply.putByte((byte) SftpConstants.SSH_FXP_EXTENDED_REPLY);
        reply.putInt(id);
        for (long value : new long[] {BLOCK, BLOCK, blocks, free, free, blocks, free, free, 0, 0, NAME_BYTES})
            reply.putLong(value);
        send(reply);
    }
}
