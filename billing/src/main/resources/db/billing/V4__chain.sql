-- The first block whose events are not yet in the ledger: one row.
CREATE TABLE chain_cursor (
    one        boolean PRIMARY KEY DEFAULT true CHECK (one),
    next_block bigint NOT NULL
);
