package io.peerhost.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.peerhost.protocol.release.Folder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Any history of operations, with the gateway killed again and again, and sites away or its answers lost in between, leaves the draft
 * as it leaves a folder of this machine.
 */
class KilledTest extends GatewayTest {
    private static final int LIVES = 4;
    private static final int OPERATIONS = 60;
    private static final List<String> NAMES = List.of("a", "b", "c", "d");

    private Random random;
    private Path model;

    @ParameterizedTest
    @ValueSource(ints = {1, 2})
    void shouldEndUpWithAllThatWasDoneWhenItIsKilledAgainAndAgain(int seed) throws Exception {
        random = new Random(seed);
        model = Files.createDirectories(folder.resolve("model"));
        for (int life = 0; life < LIVES; life++) {
            try (GatewayProcess gateway = new GatewayProcess(data(), rig.standIn);
                    OpenClient client = new OpenClient(rig.sftpLine(String.valueOf(gateway.sftpPort)), folder)) {
                client.say("cd blog");
                client.finish();
                for (int i = 0; i < OPERATIONS; i++) {
                    if (random.nextInt(10) == 0) rig.standIn.sitesDown = random.nextBoolean();
                    if (i == OPERATIONS / 2 && life % 2 == 0) loseAnAnswer(client);
                    operate(client);
                }
                client.finish();
                gateway.kill();
            }
            rig.standIn.sitesDown = false;
            rig.standIn.answersLost = false;
        }
        try (GatewayProcess last = new GatewayProcess(data(), rig.standIn)) {
            try {
                Rig.await("all is stored without a visit", () -> draft().equals(expected()));
            } finally {
                assertThat(draft()).isEqualTo(expected());
            }
            assertThat(rig.sftpAt(last.sftpPort, "ls blog").code()).isZero();
            last.end();
        }
        assertThat(left()).as("files that nobody needs any more").isEmpty();
    }

    /** Sites makes changes, and the gateway will never hear of it. */
    private void loseAnAnswer(OpenClient client) throws Exception {
        rig.standIn.sitesDown = false;
        rig.standIn.answersLost = true;
        int before = rig.standIn.draftBatches.get();
        put(client, "lost", random.nextInt(200));
        Rig.await("sites has made changes", () -> rig.standIn.draftBatches.get() > before);
    }

    private void operate(OpenClient client) throws IOException {
        String path = path();
        Path here = model.resolve(path);
        switch (random.nextInt(6)) {
            case 0, 1 -> put(client, path, random.nextInt(200));
            case 2 -> put(client, path, 70_000 + random.nextInt(100));
            case 3 -> {
                if (Files.exists(here) || !Files.isDirectory(here.getParent())) return;
                client.say("mkdir " + path);
                Files.createDirectory(here);
            }
            case 4 -> {
                if (!Files.exists(here) || !isEmpty(here)) return;
                client.say((Files.isDirectory(here) ? "rmdir " : "rm ") + path);
                Files.delete(here);
            }
            default -> move(client, path, path());
        }
    }

    private void put(OpenClient client, String path, int size) throws IOException {
        Path here = model.resolve(path);
        if (Files.isDirectory(here) || !Files.isDirectory(here.getParent())) return;
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        Path source = Files.createTempFile(folder, "source", "");
        Files.write(source, bytes);
        Files.write(here, bytes);
        client.say("put " + source + " " + path);
    }

    private void move(OpenClient client, String from, String to) throws IOException {
        Path here = model.resolve(from);
        Path there = model.resolve(to);
        if (!Files.exists(here) || from.equals(to) || to.startsWith(from + "/")) return;
        if (!Files.isDirectory(there.getParent())) return;
        if (Files.exists(there) && (Files.isDirectory(there) || Files.isDirectory(here))) return;
        client.say("rename " + from + " " + to);
        Files.deleteIfExists(there);
        Files.move(here, there);
    }

    private String path() {
        String name = NAMES.get(random.nextInt(NAMES.size()));
        return random.nextBoolean() ? name : NAMES.get(random.nextInt(NAMES.size())) + "/" + name;
    }

    private static boolean isEmpty(Path path) throws IOException {
        if (!Files.isDirectory(path)) return true;
        try (Stream<Path> files = Files.list(path)) {
            return files.findAny().isEmpty();
        }
    }

    private Map<String, String> draft() {
        Map<String, String> draft = new TreeMap<>();
        synchronized (site) {
            site.draft.forEach((path, entry) -> draft.put(
                    path,
                    entry.type() == Folder.Type.FOLDER ? "folder" : entry.hash().hex()));
        }
        return draft;
    }

    private Map<String, String> expected() {
        try {
            Map<String, String> tree = tree(model);
            tree.remove("");
            return tree;
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private Path data() {
        return folder.resolve("process");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> spool = Files.list(data().resolve("spool"));
                Stream<Path> journals = Files.list(data().resolve("journals"))) {
            return Stream.concat(spool, journals).toList();
        }
    }
}
