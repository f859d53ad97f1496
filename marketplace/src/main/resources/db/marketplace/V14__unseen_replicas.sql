-- Replicas that say they are ready and that no edge sees: in how many slots of 10 s by now, and in which one last.
CREATE TABLE unseen_replica (
    lease     text PRIMARY KEY REFERENCES lease,
    slots     int NOT NULL,
    last_slot bigint NOT NULL
);

-- When an edge last saw a replica of a kind of site: what it does not see counts only while it sees others.
CREATE TABLE edge_sight (
    edge    text NOT NULL,
    kind    text NOT NULL,
    up_slot bigint NOT NULL,
    PRIMARY KEY (edge, kind)
);
