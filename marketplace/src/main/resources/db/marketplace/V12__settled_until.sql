-- Until when billing has paid out all that was used: one row.
CREATE TABLE settled_until (
    one     boolean PRIMARY KEY DEFAULT true CHECK (one),
    reached timestamptz NOT NULL
);
INSERT INTO settled_until (reached) VALUES ('1970-01-01T00:00Z');
