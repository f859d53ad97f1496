package io.peerhost.sites.health;

import io.peerhost.messaging.sql.Sql;
import io.peerhost.observability.Need;
import io.peerhost.rest.problem.Problem;
import io.peerhost.sites.blob.ObjectStore;
import io.peerhost.sites.database.Database;
import jakarta.enterprise.context.ApplicationScoped;

/** Database and object store; without Kafka we work on, and send events later. */
@ApplicationScoped
class SitesNeeds implements Need {
    private final Database database;
    private final ObjectStore store;

    SitesNeeds(Database database, ObjectStore store) {
        this.database = database;
        this.store = store;
    }

    @Override
    public void require() {
        database.call(connection -> Sql.number(connection, "SELECT 1"));
        if (!store.answers()) throw Problem.unavailable("The object store does not answer.", null);
    }
}
