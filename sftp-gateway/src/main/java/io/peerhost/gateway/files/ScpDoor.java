package io.peerhost.gateway.files;

import io.peerhost.gateway.publish.Publisher;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.scp.common.ScpHelper;
import org.apache.sshd.scp.server.ScpCommand;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;

/** The old copy protocol (scp -O) for one channel; what a client that leaves by itself has sent is published. */
public final class ScpDoor extends ScpCommand {
    private static final int BUFFER = 64 * 1024;

    private final Publisher publisher;

    public ScpDoor(ChannelSession channel, String command, CloseableExecutorService thread, Publisher publisher) {
        super(channel, command, thread, BUFFER, BUFFER, new ScpFiles(), null);
        this.publisher = publisher;
    }

    @Override
    public void setInputStream(InputStream stream) {
        ScpInput input = new ScpInput(stream);
        ((ScpFiles) opener).from(input);
        super.setInputStream(input);
    }

    public static boolean understands(String command) {
        return command.startsWith(ScpHelper.SCP_COMMAND_PREFIX + " ");
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        super.setExitCallback((code, message, closeImmediately) -> {
            if (fileSystem instanceof DraftFileSystem files) {
                if (Channel.leftByItself(getServerChannelSession()) && code == 0)
                    Channel.leave(getServerChannelSession(), files, publisher).forEach(this::tell);
                else files.leave();
            }
            exit.onExit(code, message, closeImmediately);
        });
    }

    private void tell(String sentence) {
        try {
            getErrorStream().write((sentence + "\r\n").getBytes(StandardCharsets.UTF_8));
            getErrorStream().flush();
        } catch (IOException e) {
            log.debug("The client was gone before it was told: {}", sentence);
        }
    }
}
