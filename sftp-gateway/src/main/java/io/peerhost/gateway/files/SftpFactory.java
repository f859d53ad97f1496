package io.peerhost.gateway.files;

import io.peerhost.gateway.publish.Publisher;
import java.util.function.Supplier;
import org.apache.sshd.common.util.threads.CloseableExecutorService;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
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
}
