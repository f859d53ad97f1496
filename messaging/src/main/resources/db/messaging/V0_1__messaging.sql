-- Written in the same transaction as what it tells of; sent to Kafka behind it, then removed.
CREATE TABLE outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    topic      text NOT NULL,
    key        text NOT NULL,
    value      text NOT NULL,
    created_at timestamptz NOT NULL DEFAULT now()
);

-- The next offset to read, moved in the transaction of the effect.
CREATE TABLE inbox_offset (
    reader      text NOT NULL,
    topic       text NOT NULL,
    partition   int NOT NULL,
    next_offset bigint NOT NULL,
    PRIMARY KEY (reader, topic, partition)
);

-- What could not be understood: kept for people, passed over.
CREATE TABLE inbox_rejected (
    reader    text NOT NULL,
    topic     text NOT NULL,
    partition int NOT NULL,
    "offset"  bigint NOT NULL,
    key       text,
    value     text,
    reason    text NOT NULL,
    at        timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (reader, topic, partition, "offset")
);
