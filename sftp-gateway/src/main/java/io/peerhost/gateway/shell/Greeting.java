package io.peerhost.gateway.shell;

import io.peerhost.protocol.access.SshLogin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;

/** What {@code ssh host} without a command gets: no shell, but who it is talking to and what can be said. */
final class Greeting implements Command {
    private final SshLogin who;
    private OutputStream out;
    private ExitCallback exit;

    Greeting(SshLogin who) {
        this.who = who;
    }

    @Override
    public void start(ChannelSession channel, Environment env) throws IOException {
        String text = "Hello " + who.userName() + ", this is Peerhost. There is no shell here.\n\n" + SiteCommands.HELP;
        out.write(text.replace("\n", "\r\n").getBytes(StandardCharsets.UTF_8));
        out.flush();
        exit.onExit(0);
    }

    @Override
    public void destroy(ChannelSession channel) {
        // It has said everything.
    }

    @Override
    public void setInputStream(InputStream in) {
        // It does not listen.
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = out;
    }

    @Override
    public void setErrorStream(OutputStream errors) {
        // It has no errors to tell.
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        this.exit = exit;
    }
}
