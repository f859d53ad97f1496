package io.peerhost.gateway.files;

import io.peerhost.gateway.publish.Publisher;
import java.util.function.Supplier;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.sftp.common.SftpConstants;
import org.apache.sshd.sftp.server.SftpErrorStatusDataHandler;
import org.apache.sshd.sftp.server.SftpSubsystemEnvironment;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.apache.sshd.sftp.server.UnsupportedAttributePolicy;

/** Makes an SFTP door for each channel that asks for one. */
public final class SftpFactory extends SftpSubsystemFactory {
    private final Publisher publisher;

    /** @param threads one executor a channel, which ends it */
    public SftpFactory(Publisher publisher, Supplier<CloseableExecutorService> threads) {
        this.publisher = publisher;
        setFileSystemAccessor(new DraftAccessor());
        setUnsupportedAttributePolicy(UnsupportedAttributePolicy.ThrowException);
        setErrorStatusDataHandler(new Sentences());
        setExecutorServiceProvider(threads);
    }

    @Override
    public Command createSubsystem(ChannelSession channel) {
        return new SftpDoor(channel, this, publisher);
    }

    /** Status codes that version 3 knows, with what went wrong in words. */
    private static final class Sentences implements SftpErrorStatusDataHandler {
        @Override
        public int resolveSubStatus(SftpSubsystemEnvironment sftp, int id, Throwable e, int command, Object... args) {
            int status = SftpErrorStatusDataHandler.super.resolveSubStatus(sftp, id, e, command, args);
            boolean known = sftp.getVersion() > SftpConstants.SFTP_V3 || status <= SftpConstants.SSH_FX_OP_UNSUPPORTED;
            return known ? status : SftpConstants.SSH_FX_FAILURE;
        }

        @Override
        public String resolveErrorMessage(
                SftpSubsystemEnvironment sftp, int id, Throwable e, int status, int command, Object... args) {
            String message = e.getMessage();
            String standard = SftpErrorStatusDataHandler.super.resolveErrorMessage(sftp, id, e, status, command, args);
            return message == null || message.isBlank() ? standard : standard + ": " + message;
        }
    }
}
