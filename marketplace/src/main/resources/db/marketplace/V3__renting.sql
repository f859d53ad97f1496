CREATE TABLE site (
    id           uuid PRIMARY KEY,
    name         text NOT NULL,
    account      uuid NOT NULL REFERENCES account,
    owner_name   text NOT NULL,
    kind         text NOT NULL,
    cpu_millis   int NOT NULL,
    memory_mib   int NOT NULL,
    disk_mib     int NOT NULL,
    replicas     int NOT NULL,
    max_hourly   numeric(40) NOT NULL,
    regions      text NOT NULL,
    release_move bigint NOT NULL DEFAULT 0,
    release      int,
    root         text,
    hosts        text NOT NULL DEFAULT '[]',
    created_at   timestamptz NOT NULL,
    deleted_at   timestamptz
);
-- A name is free again when its site is gone and nothing of it runs any more.
CREATE UNIQUE INDEX site_name ON site (name) WHERE deleted_at IS NULL;
CREATE INDEX site_account ON site (account);

CREATE TABLE lease (
    id                  text PRIMARY KEY,
    site                uuid NOT NULL REFERENCES site,
    replica             int NOT NULL,
    offer               uuid NOT NULL REFERENCES offer,
    agent               text NOT NULL REFERENCES agent,
    seller              uuid NOT NULL REFERENCES account,
    renter              uuid NOT NULL REFERENCES account,
    seller_wallet       text NOT NULL,
    renter_wallet       text NOT NULL,
    cpu_millis          int NOT NULL,
    memory_mib          int NOT NULL,
    disk_mib            int NOT NULL,
    vcpu_hour           numeric(40) NOT NULL,
    memory_gib_hour     numeric(40) NOT NULL,
    disk_gib_hour       numeric(40) NOT NULL,
    egress_gib          numeric(40) NOT NULL,
    deposit             numeric(40) NOT NULL,
    max_rate_per_second numeric(40) NOT NULL,
    open_by             timestamptz NOT NULL,
    agreement           text NOT NULL,
    salt                text NOT NULL,
    region              text NOT NULL,
    stage               text NOT NULL,
    version             bigint NOT NULL,
    reason              text,
    stage_at            timestamptz NOT NULL,
    created_at          timestamptz NOT NULL,
    sent                text,
    attempts            int NOT NULL DEFAULT 0,
    next_try_at         timestamptz NOT NULL,
    owed                numeric(40) NOT NULL DEFAULT 0,
    replica_version     bigint NOT NULL DEFAULT 0,
    replica_state       text,
    said_state          text,
    said_release        text,
    said_message        text,
    said_at             timestamptz
);
-- One replica of a site has one lease that is not ending.
CREATE UNIQUE INDEX lease_of_replica ON lease (site, replica) WHERE stage IN ('OFFERED', 'FUNDED', 'ACTIVE');
CREATE INDEX lease_agent ON lease (agent, stage);
CREATE INDEX lease_moving ON lease (next_try_at) WHERE stage IN ('OFFERED', 'CLOSING');
