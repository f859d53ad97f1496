package io.peerhost.sites.draft;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.SerializedString;
import io.peerhost.messaging.Transactions;
import io.peerhost.messaging.sql.Sql;
import io.peerhost.protocol.draft.DraftEntry;
import io.peerhost.protocol.json.Json;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/** A draft as lines of JSON, of one moment: the revision, then its entries in the order of their paths' bytes. */
@ApplicationScoped
class DraftListing {
    private static final int ROWS_AT_ONCE = 1_000;

    private final Database database;

    DraftListing(Database database) {
        this.database = database;
    }

    void write(UUID site, OutputStream out) throws IOException {
        try {
            Transactions.of(database.source()).run(connection -> {
                try (PreparedStatement select = Sql.prepared(
                        connection,
                        "SELECT d.path, d.type, d.hash, d.size, d.modified, s.draft_revision FROM site s"
                                + " LEFT JOIN draft_entry d ON d.site = s.id AND d.path <> ''"
                                + " WHERE s.id = ? ORDER BY d.path",
                        site)) {
                    select.setFetchSize(ROWS_AT_ONCE);
                    write(select.executeQuery(), out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        } catch (SQLException e) {
            throw Problem.unavailable("The database broke off. Try again.", e);
        }
    }

    private static void write(ResultSet rows, OutputStream out) throws SQLException, IOException {
        try (JsonGenerator lines = Json.mapper().getFactory().createGenerator(out)) {
            lines.disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET);
            lines.setRootValueSeparator(new SerializedString("\n"));
            boolean first = true;
            while (rows.next()) {
                if (first) lines.writeObject(new Drafts.Revision(rows.getLong(6)));
                first = false;
                if (rows.getString(1) != null) lines.writeObject(entry(rows));
            }
            lines.writeRaw('\n');
        }
    }

    private static DraftEntry entry(ResultSet row) throws SQLException {
        Entry entry = Entry.read(row);
        return new DraftEntry(
                row.getString(1),
                entry.type(),
                entry.isFolder() ? null : entry.hash(),
                entry.isFolder() ? 0 : entry.size(),
                entry.modified());
    }
}
