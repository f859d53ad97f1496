package io.peerhost.agent.podman;

import io.peerhost.agent.process.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where an engine of podman keeps what, and the environment that makes podman use it.
 *
 * @param folder configuration, containers and images
 * @param run what must be gone after the machine's restart; its path is short, for sockets are in it
 * @param images folders of other engines whose images are used as they are, read-only
 */
public record EngineConfig(Path folder, Path run, List<Path> images) {
    public EngineConfig {
        images = List.copyOf(images);
    }

    /** The short folder for {@code name}: gone after a restart where {@code /run} is, as podman expects. */
    public static Path runFolder(String name) {
        return Path.of("/run/peerhost", name);
    }

    /** Where its images and containers are. */
    public Path store() {
        return folder.resolve("store");
    }

    public Path socket() {
        return run.resolve("podman.sock");
    }

    public EngineConfig write() throws IOException {
        for (Path each : List.of(
                folder,
                run,
                folder.resolve("static"),
                folder.resolve("volumes"),
                folder.resolve("networks"),
                folder.resolve("tmp"),
                run.resolve("tmp"))) Files.createDirectories(each);
        // Limits are soft = hard: raising them is refused to an engine that may not (CAP_SYS_RESOURCE).
        Files.writeString(folder.resolve("containers.conf"), """
                [containers]
                default_ulimits = ["nofile=16384:16384", "nproc=32768:32768"]
                [engine]
                cgroup_manager = "cgroupfs"
                runtime = "%s"
                events_logger = "file"
                lock_type = "file"
                tmp_dir = "%s"
                static_dir = "%s"
                volume_path = "%s"
                [network]
                network_backend = "netavark"
                network_config_dir = "%s"
                """.formatted(
                        Command.find("runc").isPresent() ? "runc" : "crun",
                        run.resolve("tmp"),
                        folder.resolve("static"),
                        folder.resolve("volumes"),
                        folder.resolve("networks")));
        Files.writeString(folder.resolve("storage.conf"), """
                [storage]
                driver = "overlay"
                graphroot = "%s"
                runroot = "%s"
                [storage.options]
                additionalimagestores = [%s]
                """.formatted(
                        store(),
                        run.resolve("storage"),
                        images.stream().map(path -> '"' + path.toString() + '"').collect(Collectors.joining(", "))));
        Files.writeString(folder.resolve("registries.conf"), "unqualified-search-registries = []\n");
        return this;
    }

    public Map<String, String> environment() {
        return Map.of(
                "CONTAINERS_CONF", folder.resolve("containers.conf").toString(),
                "CONTAINERS_STORAGE_CONF", folder.resolve("storage.conf").toString(),
                "CONTAINERS_REGISTRIES_CONF", folder.resolve("registries.conf").toString(),
                "TMPDIR", folder.resolve("tmp").toString());
    }
}
