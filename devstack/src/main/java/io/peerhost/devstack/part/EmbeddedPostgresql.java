package io.peerhost.devstack.part;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A PostgreSQL server on a folder, on loopback. */
public final class EmbeddedPostgresql implements AutoCloseable {
    private static final String USER = "postgres";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,62}");

    private final EmbeddedPostgres server;

    private EmbeddedPostgresql(EmbeddedPostgres server) {
        this.server = server;
    }

    /**
     * Starts the server.
     *
     * @param keep whether data found in the folder stays, else it is emptied first
     */
    public static EmbeddedPostgresql start(ProjectFolder project, Path folder, int port, boolean keep) {
        try {
            return new EmbeddedPostgresql(EmbeddedPostgres.builder()
                    .setPort(port)
                    // Whoever starts it ends it, after those who still write to it.
                    .setRegisterShutdownHook(false)
                    .setDataDirectory(folder)
                    .setOverrideWorkingDirectory(
                            project.cache().resolve("postgresql").toFile())
                    .setCleanDataDirectory(!keep)
                    .setPGStartupWait(Duration.ofSeconds(60))
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "32MB")
                    .start());
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL did not start in " + folder, e);
        }
    }

    /** Process of the server that serves this folder, 0 when there is none. */
    public static long pid(Path folder) {
        try (Stream<String> lines = Files.lines(folder.resolve("postmaster.pid"))) {
            return lines.findFirst().map(line -> Long.parseLong(line.strip())).orElse(0L);
        } catch (IOException notRunning) {
            return 0;
        }
    }

    /** Address of the server, for {@link #database(URI, String)}. */
    public URI uri() {
        return URI.create("postgresql://127.0.0.1:" + server.getPort());
    }

    /** The database of this name on a server this class started, made when it is not there. */
    public static Database database(URI server, String name) {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("Not a name for a database: " + name);
        }
        try (Connection connection = DriverManager.getConnection(url(server, "postgres"), USER, USER);
                Statement statement = connection.createStatement()) {
            boolean there = statement
                    .executeQuery("select 1 from pg_database where datname = '" + name + "'")
                    .next();
            if (!there) {
                statement.execute("create database " + name);
            }
            return new Database(url(server, name), USER, USER);
        } catch (SQLException e) {
            throw new IllegalStateException("The database " + name + " was not made", e);
        }
    }

    private static String url(URI server, String database) {
        return "jdbc:postgresql://" + server.getAuthority() + "/" + database;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }

    /** How to reach one database. */
    public record Database(String jdbcUrl, String user, String password) {}
}
