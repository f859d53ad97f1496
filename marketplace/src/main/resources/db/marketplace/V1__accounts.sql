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
    -- The transaction that uses the wallet's last permit: permits have an order, so there is one at a time.
    permit_for text,
    created_at timestamptz NOT NULL
);

CREATE TABLE withdrawal (
    id          uuid PRIMARY KEY,
    account     uuid NOT NULL REFERENCES account,
    target      text NOT NULL,
    amount      numeric(40) NOT NULL,
    state       text NOT NULL,
    reason      text,
    next_try_at timestamptz NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE INDEX withdrawal_account ON withdrawal (account, created_at);
CREATE INDEX withdrawal_moving ON withdrawal (next_try_at) WHERE state IN ('WAITING', 'PERMITTED', 'MOVED');

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
