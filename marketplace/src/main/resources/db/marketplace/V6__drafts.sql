-- How far a site's draft is, as a gateway last said: while an upload goes on about once a second.
CREATE TABLE draft (
    site         uuid PRIMARY KEY REFERENCES site,
    files        int NOT NULL,
    bytes        bigint NOT NULL,
    sessions     int NOT NULL,
    changed_at   timestamptz,
    published_at timestamptz,
    told_at      timestamptz NOT NULL
);
