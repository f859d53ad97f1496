-- What the marketplace says of a lease. Of the terms the highest version counts; the two ends of the active interval are
-- the earliest ones heard of, whichever event came first.
CREATE TABLE lease (
    id              bytea PRIMARY KEY CHECK (length(id) = 32),
    version         bigint NOT NULL,
    stage           text NOT NULL,
    site            uuid NOT NULL,
    site_name       text NOT NULL,
    owner           uuid NOT NULL,
    replica         int NOT NULL,
    provider        bytea NOT NULL CHECK (length(provider) = 20),
    seller          uuid,
    cpu_millis      int NOT NULL,
    memory_mib      int NOT NULL,
    disk_mib        int NOT NULL,
    vcpu_hour       numeric(40) NOT NULL,
    memory_gib_hour numeric(40) NOT NULL,
    disk_gib_hour   numeric(40) NOT NULL,
    egress_gib      numeric(40) NOT NULL,
    active_from     timestamptz,
    active_to       timestamptz
);
CREATE INDEX lease_owner ON lease (owner);
CREATE INDEX lease_seller ON lease (seller);
CREATE INDEX lease_active ON lease (active_to, id);

-- Leases something of which became known since the last closed epoch. Only added to and emptied, so that neither a writer nor
-- a closing epoch waits for the other, and no touch is lost between them.
CREATE TABLE lease_touch (
    id    bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    lease bytea NOT NULL
);

-- What the escrow pays for a lease at most, read from the chain once: it never changes there.
CREATE TABLE lease_guard (
    lease      bytea PRIMARY KEY,
    deposit    numeric(78) NOT NULL,
    spend_cap  numeric(78) NOT NULL,
    max_rate   numeric(78) NOT NULL,
    opened_at  timestamptz NOT NULL,
    refunded   boolean NOT NULL DEFAULT false
);

-- Agents' signed records, one a sequence. Where an agent signed two of one sequence, the lower of each counter stands.
CREATE TABLE usage_claim (
    lease              bytea NOT NULL,
    provider           bytea NOT NULL,
    sequence           bigint NOT NULL,
    digest             bytea NOT NULL,
    previous           bytea NOT NULL,
    up_seconds         bigint NOT NULL,
    cpu_millis         bigint NOT NULL,
    memory_mib_seconds bigint NOT NULL,
    egress_bytes       bigint NOT NULL,
    at                 timestamptz NOT NULL,
    forked             boolean NOT NULL DEFAULT false,
    PRIMARY KEY (lease, provider, sequence)
);

-- Records that do not continue the one before, and forks. Evidence: nothing is billed by it.
CREATE TABLE usage_fault (
    lease    bytea NOT NULL,
    provider bytea NOT NULL,
    sequence bigint NOT NULL,
    kind     text NOT NULL CHECK (kind IN ('FORK', 'BROKEN_CHAIN')),
    seen_at  timestamptz NOT NULL,
    PRIMARY KEY (lease, provider, sequence, kind)
);

-- Ten seconds of a lease as the edges saw it: up when any trusted edge had an answer.
CREATE TABLE witness_slot (
    lease bytea NOT NULL,
    slot  bigint NOT NULL,
    up    boolean NOT NULL,
    PRIMARY KEY (lease, slot)
);

-- The slots up, counted by the hour, so that an epoch need not count each of a lease's life.
CREATE TABLE witness_hour (
    lease    bytea NOT NULL,
    hour     bigint NOT NULL,
    slots_up int NOT NULL CHECK (slots_up BETWEEN 0 AND 360),
    PRIMARY KEY (lease, hour)
);

CREATE TABLE witness_egress (
    lease bytea NOT NULL,
    edge  bytea NOT NULL,
    bytes bigint NOT NULL,
    PRIMARY KEY (lease, edge)
);
