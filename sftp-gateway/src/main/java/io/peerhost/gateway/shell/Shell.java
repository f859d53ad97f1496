package io.peerhost.gateway.shell;

import io.peerhost.gateway.files.ScpDoor;
import io.peerhost.gateway.login.Door;
import io.peerhost.gateway.login.KeyLogin;
import io.peerhost.gateway.publish.Publisher;
import io.peerhost.protocol.access.SshLogin;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.apache.sshd.server.command.CommandFactory;
import org.apache.sshd.server.shell.ShellFactory;

/** Answers {@code ssh host} with and without a command. */
public final class Shell implements CommandFactory, ShellFactory {
    private final SiteCommands commands;
    private final Publisher publisher;

    public Shell(SiteCommands commands, Publisher publisher) {
        this.commands = commands;
        this.publisher = publisher;
    }

    @Override
    public Command createCommand(ChannelSession channel, String command) {
        if (ScpDoor.understands(command)) return new ScpDoor(channel, command, Door.threads(), publisher);
        return new Exec(command, who(channel), commands);
    }

    @Override
    public Command createShell(ChannelSession channel) {
        return new Greeting(who(channel));
    }

    private static SshLogin who(ChannelSession channel) {
        return channel.getSession().getAttribute(KeyLogin.WHO);
    }
}
