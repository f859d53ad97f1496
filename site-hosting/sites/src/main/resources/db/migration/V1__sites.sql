-- What the marketplace says of sites and leases (topic leases).
CREATE TABLE site (
    id                         uuid PRIMARY KEY,
    name                       text NOT NULL,
    owner                      uuid NOT NULL,
    kind                       text NOT NULL,
    publish_after_idle_seconds int NOT NULL,
    quota_bytes                bigint NOT NULL,
    draft_revision             bigint NOT NULL DEFAULT 0,
    draft_bytes                bigint NOT NULL DEFAULT 0,
    draft_entries              int NOT NULL DEFAULT 0,
    current_release            int,
    move                       bigint NOT NULL DEFAULT 0
);

CREATE TABLE lease (
    lease   text PRIMARY KEY,
    site    uuid NOT NULL,
    agent   text NOT NULL,
    version bigint NOT NULL,
    runs    boolean NOT NULL
);

-- One object of the store: blobs in the wire format of packs, or a part of a large blob. Its row is written before the
-- object (stored false) and removed after it (doomed true), so that no crash leaves an object nobody knows of.
CREATE TABLE pack (
    id         uuid PRIMARY KEY,
    size       bigint NOT NULL,
    stored     boolean NOT NULL DEFAULT false,
    doomed     boolean NOT NULL DEFAULT false,
    created_at timestamptz NOT NULL
);

-- A blob rests in one pack, or (large, pack is null) in parts.
CREATE TABLE blob (
    hash        bytea PRIMARY KEY CHECK (length(hash) = 32),
    size        bigint NOT NULL,
    pack        uuid REFERENCES pack,
    pack_offset bigint NOT NULL DEFAULT 0,
    last_wanted timestamptz NOT NULL
);
CREATE INDEX blob_pack ON blob (pack);
CREATE INDEX blob_last_wanted ON blob (last_wanted);

CREATE TABLE blob_part (
    hash        bytea NOT NULL REFERENCES blob ON DELETE CASCADE,
    blob_offset bigint NOT NULL,
    pack        uuid NOT NULL REFERENCES pack,
    size        bigint NOT NULL,
    PRIMARY KEY (hash, blob_offset)
);
CREATE INDEX blob_part_pack ON blob_part (pack);

CREATE TABLE upload (
    id         uuid PRIMARY KEY,
    size       bigint NOT NULL,
    received   bigint NOT NULL DEFAULT 0,
    touched_at timestamptz NOT NULL
);

CREATE TABLE upload_part (
    upload      uuid NOT NULL REFERENCES upload ON DELETE CASCADE,
    blob_offset bigint NOT NULL,
    pack        uuid NOT NULL REFERENCES pack,
    size        bigint NOT NULL,
    PRIMARY KEY (upload, blob_offset)
);
CREATE INDEX upload_part_pack ON upload_part (pack);

-- The draft: a row a file or folder; the folder at the top has the path ''. A folder's hash, size and files are those of
-- its node in the last publish, null hash when something below it changed since.
CREATE TABLE draft_entry (
    site     uuid NOT NULL REFERENCES site,
    path     text COLLATE "C" NOT NULL,
    parent   text COLLATE "C",
    type     "char" NOT NULL CHECK (type IN ('f', 'd')),
    hash     bytea,
    size     bigint NOT NULL DEFAULT 0,
    files    int NOT NULL DEFAULT 0,
    modified bigint NOT NULL,
    PRIMARY KEY (site, path),
    CHECK (type = 'd' OR hash IS NOT NULL)
);
CREATE INDEX draft_entry_parent ON draft_entry (site, parent);
CREATE INDEX draft_entry_hash ON draft_entry (hash);
CREATE INDEX draft_entry_changed ON draft_entry (site) WHERE type = 'd' AND hash IS NULL;

CREATE TABLE release (
    site         uuid NOT NULL REFERENCES site,
    number       int NOT NULL CHECK (number > 0),
    root         bytea NOT NULL,
    files        int NOT NULL,
    bytes        bigint NOT NULL,
    changed      int NOT NULL,
    published_at timestamptz NOT NULL,
    PRIMARY KEY (site, number)
);
ALTER TABLE site ADD FOREIGN KEY (id, current_release) REFERENCES release (site, number);

CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'A % is never changed or removed', TG_TABLE_NAME;
END $$;
CREATE TRIGGER release_immutable BEFORE UPDATE OR DELETE ON release FOR EACH ROW EXECUTE FUNCTION refuse_change();

-- Every blob (files and folder nodes) that any release of a site reaches.
CREATE TABLE released_blob (
    site uuid NOT NULL REFERENCES site,
    hash bytea NOT NULL REFERENCES blob,
    PRIMARY KEY (hash, site)
);

-- What keeps a blob from being collected.
CREATE VIEW blob_reference AS
    SELECT hash FROM draft_entry WHERE hash IS NOT NULL
    UNION ALL
    SELECT hash FROM released_blob;

CREATE TABLE answered (
    site    uuid NOT NULL,
    key     text NOT NULL,
    request bytea NOT NULL,
    answer  text NOT NULL,
    at      timestamptz NOT NULL,
    PRIMARY KEY (site, key)
);
CREATE INDEX answered_at ON answered (site, at);
