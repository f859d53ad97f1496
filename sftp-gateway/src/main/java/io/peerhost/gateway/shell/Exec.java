package io.peerhost.gateway.shell;

import io.peerhost.gateway.files.DraftFileSystem;
import io.peerhost.gateway.login.KeyLogin;
import io.peerhost.protocol.access.SshLogin;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystem;
import java.util.List;
import org.apache.sshd.common.file.FileSystemAware;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.server.Environment;
import org.apache.sshd.server.ExitCallback;
import org.apache.sshd.server.channel.ChannelSession;
import org.apache.sshd.server.command.Command;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One command of a user: its words, its streams, its exit code (0 done, 1 failed, 2 not understood). */
final class Exec implements Command, FileSystemAware {
    private static final Logger log = LoggerFactory.getLogger(Exec.class);
    private static final int FAILED = 1;
    private static final int WRONG = 2;

    private final String line;
    private final SshLogin who;
    private final SiteCommands commands;
    private FileSystem files;
    private InputStream in;
    private PrintStream out;
    private PrintStream errors;
    private ExitCallback exit;
    private Thread thread;

    Exec(String line, SshLogin who, SiteCommands commands) {
        this.line = line;
        this.who = who;
        this.commands = commands;
    }

    @Override
    public void start(ChannelSession channel, Environment env) {
        thread = Thread.ofVirtual().name("exec").start(() -> {
            int code = FAILED;
            try {
                code = run(channel.getSession());
                out.flush();
                errors.flush();
            } finally {
                if (files instanceof DraftFileSystem drafts) drafts.leave();
                exit.onExit(code);
            }
        });
    }

    private int run(Session session) {
        try {
            List<String> words = Words.of(line);
            if (!words.isEmpty() && Checksums.ALGORITHMS.containsKey(words.getFirst()))
                return Checksums.run(words, files, in, out, errors);
            if (SiteCommands.changesWhatVisitorsGet(words) && !KeyLogin.holds(session))
                throw new IOException(KeyLogin.REMOVED);
            commands.run(words, who, out);
            return 0;
        } catch (IllegalArgumentException e) {
            errors.println(e.getMessage());
            errors.println("Try: help");
            return WRONG;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return FAILED;
        } catch (IOException | RuntimeException e) {
            log.info("{} of {} failed", line, who.userName(), e);
            errors.println(e.getMessage() == null ? "It failed: " + e : e.getMessage());
            return FAILED;
        }
    }

    @Override
    public void destroy(ChannelSession channel) {
        if (thread != null) thread.interrupt();
    }

    @Override
    public void setFileSystem(FileSystem files) {
        this.files = files;
    }

    @Override
    public void setInputStream(InputStream in) {
        this.in = in;
    }

    @Override
    public void setOutputStream(OutputStream out) {
        this.out = lines(out);
    }

    @Override
    public void setErrorStream(OutputStream errors) {
        this.errors = lines(errors);
    }

    @Override
    public void setExitCallback(ExitCallback exit) {
        this.exit = exit;
    }

    private static PrintStream lines(OutputStream stream) {
        return new PrintStream(stream, true, StandardCharsets.UTF_8);
    }
}
