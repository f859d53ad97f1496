-- An epoch with something to pay. Closed in one transaction with its charges; then only its stage moves on.
CREATE TABLE epoch (
    number     bigint PRIMARY KEY CHECK (number > 0),
    starts_at  timestamptz NOT NULL,
    ends_at    timestamptz NOT NULL,
    stage      text NOT NULL CHECK (stage IN ('CLOSED', 'POSTED', 'CLAIMED')),
    root       bytea NOT NULL CHECK (length(root) = 32),
    leases     int NOT NULL,
    charged    numeric(78) NOT NULL,
    closed_at  timestamptz NOT NULL,
    posted_at  timestamptz,
    claimed_at timestamptz,
    post_hash  bytea,
    CHECK (starts_at < ends_at)
);
CREATE INDEX epoch_open ON epoch (number) WHERE stage <> 'CLAIMED';

-- The leaves of an epoch's tree, and what stood behind each: never changed.
CREATE TABLE epoch_leaf (
    epoch        bigint NOT NULL REFERENCES epoch,
    lease        bytea NOT NULL,
    cumulative   numeric(78) NOT NULL,
    charged      numeric(78) NOT NULL,
    up_seconds   bigint NOT NULL,
    egress_bytes numeric(40) NOT NULL,
    PRIMARY KEY (epoch, lease)
);
CREATE INDEX epoch_leaf_lease ON epoch_leaf (lease, epoch DESC);

-- The calls that claim an epoch's leaves: a batch each, tried again under another number when the chain refused it.
CREATE TABLE epoch_claim (
    epoch   bigint NOT NULL REFERENCES epoch,
    batch   int NOT NULL,
    attempt int NOT NULL DEFAULT 1,
    hash    bytea,
    PRIMARY KEY (epoch, batch)
);

-- Until when everything is billed: one row.
CREATE TABLE billed_until (
    one boolean PRIMARY KEY DEFAULT true CHECK (one),
    at  timestamptz NOT NULL
);
