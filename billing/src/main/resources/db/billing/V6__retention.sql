-- Slots before this one are final: what was up is counted by the hour, and nothing is added to them any more. One row.
CREATE TABLE evidence_horizon (
    one  boolean PRIMARY KEY DEFAULT true CHECK (one),
    slot bigint NOT NULL
);
INSERT INTO evidence_horizon (slot) VALUES (0);
