-- Only the hash: who reads this table enrols nothing.
CREATE TABLE enrolment_token (
    hash       text PRIMARY KEY,
    account    uuid NOT NULL REFERENCES account,
    expires_at timestamptz NOT NULL,
    used_by    text
);

CREATE SEQUENCE desired_revision;

CREATE TABLE agent (
    address           text PRIMARY KEY,
    account           uuid NOT NULL REFERENCES account,
    created_at        timestamptz NOT NULL,
    version           text,
    presence          text NOT NULL,
    last_seen         timestamptz,
    connection        uuid,
    received          bigint NOT NULL DEFAULT 0,
    inventory         text,
    proven_at         timestamptz,
    proven_memory_mib int NOT NULL DEFAULT 0,
    proven_disk_mib   int NOT NULL DEFAULT 0,
    reputation        int NOT NULL DEFAULT 500
);
CREATE INDEX agent_account ON agent (account);
CREATE INDEX agent_presence ON agent (presence, last_seen);

CREATE TABLE offer (
    id              uuid PRIMARY KEY,
    agent           text NOT NULL REFERENCES agent,
    account         uuid NOT NULL REFERENCES account,
    vcpu_hour       numeric(40) NOT NULL,
    memory_gib_hour numeric(40) NOT NULL,
    disk_gib_hour   numeric(40) NOT NULL,
    egress_gib      numeric(40) NOT NULL,
    region          text NOT NULL,
    cpu_millis      int NOT NULL,
    memory_mib      int NOT NULL,
    disk_mib        int NOT NULL,
    sold_cpu_millis int NOT NULL DEFAULT 0,
    sold_memory_mib int NOT NULL DEFAULT 0,
    sold_disk_mib   int NOT NULL DEFAULT 0,
    created_at      timestamptz NOT NULL,
    changed_at      timestamptz NOT NULL,
    withdrawn_at    timestamptz,
    CONSTRAINT nothing_oversold CHECK (
        sold_cpu_millis BETWEEN 0 AND cpu_millis
        AND sold_memory_mib BETWEEN 0 AND memory_mib
        AND sold_disk_mib BETWEEN 0 AND disk_mib)
);
CREATE UNIQUE INDEX offer_standing ON offer (agent) WHERE withdrawn_at IS NULL;
CREATE INDEX offer_changed ON offer (changed_at);
