package io.peerhost.gateway;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** An sftp client that stays open; the connection's own process can be killed. */
final class OpenClient implements AutoCloseable {
    private final Process process;
    private final OutputStream in;
    private final Path out;

    OpenClient(List<String> line, Path folder) throws IOException {
        out = folder.resolve("open-" + System.nanoTime());
        process = new ProcessBuilder(line)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        in = process.getOutputStream();
    }

    void say(String command) throws IOException {
        in.write((command + "\n").getBytes(StandardCharsets.UTF_8));
        in.flush();
    }

    void await(String text) throws Exception {
        Rig.await("the client prints " + text, () -> output().contains(text) || !process.isAlive());
        if (!output().contains(text)) throw new AssertionError("It ended without printing " + text + ": " + output());
    }

    /** Waits until everything said so far was done: the client runs this command here, after the others. */
    void finish() throws Exception {
        String word = "-" + System.nanoTime();
        say("!echo do''ne" + word);
        await("done" + word);
    }

    String output() {
        try {
            return Files.readString(out);
        } catch (IOException e) {
            return "";
        }
    }

    /** @return whether it ends by itself */
    boolean ends() throws InterruptedException {
        return process.waitFor(60, TimeUnit.SECONDS);
    }

    /** Ends the ssh process that holds the connection, as a crash or a lost network does. */
    void breakConnection() throws Exception {
        Rig.await("ssh runs", () -> process.children().findAny().isPresent());
        process.children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly().waitFor(60, TimeUnit.SECONDS);
    }

    @Override
    public void close() {
        process.children().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
    }
}
