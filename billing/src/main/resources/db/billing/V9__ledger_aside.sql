-- What the escrow did and the ledger cannot take, as it would bring an account below nothing: tried again, and shown to people.
CREATE TABLE ledger_aside (
    reference text PRIMARY KEY,
    lease     bytea NOT NULL CHECK (length(lease) = 32),
    entry     text NOT NULL,
    reason    text NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    tried_at  timestamptz NOT NULL DEFAULT now()
);
CREATE INDEX ledger_aside_tried ON ledger_aside (tried_at);
