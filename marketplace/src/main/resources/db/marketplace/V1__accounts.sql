CREATE TABLE account (
    id         uuid PRIMARY KEY,
    user_name  text NOT NULL UNIQUE,
    created_at timestamptz NOT NULL
);

CREATE TABLE ssh_key (
    id          uuid PRIMARY KEY,
    account     uuid NOT NULL REFERENCES account,
    name        text NOT NULL,
    type        text NOT NULL,
    body        text NOT NULL,
    fingerprint text NOT NULL UNIQUE,
    created_at  timestamptz NOT NULL
);
CREATE INDEX ssh_key_account ON ssh_key (account);

-- The key is encrypted with WALLET_MASTER_KEY and bound to its account.
CREATE TABLE wallet (
    account    uuid PRIMARY KEY REFERENCES account,
    address    text NOT NULL UNIQUE,
    nonce      bytea NOT NULL,
    secret     bytea NOT NULL,
    created_at timestamptz NOT NULL
);

-- An answer is kept in the transaction of its effect, so that a repeated request finds it or happens for the first time.
CREATE TABLE idempotency (
    account    uuid NOT NULL,
    key        text NOT NULL,
    request    text NOT NULL,
    status     int,
    answer     text,
    created_at timestamptz NOT NULL,
    PRIMARY KEY (account, key)
);
CREATE INDEX idempotency_age ON idempotency (created_at);
