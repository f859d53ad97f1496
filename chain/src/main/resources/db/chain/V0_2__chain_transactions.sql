-- What the one sender of transactions has to do and has done.
create table chain_transaction (
    id           bigint generated always as identity primary key,
    sender       text        not null,
    key          text        not null,
    target       text        not null,
    data         bytea       not null,
    state        text        not null default 'queued' check (state in ('queued', 'sent', 'mined', 'reverted')),
    nonce        bigint,
    gas_limit    bigint,
    tries        int         not null default 0,
    enqueued_at  timestamptz not null default now(),
    -- The result, once there is one.
    hash         text,
    block_number bigint,
    block_hash   text,
    gas_used     bigint,
    reason       text,
    finished_at  timestamptz,
    unique (sender, key),
    check (state <> 'sent' or nonce is not null),
    check (state <> 'mined' or (hash is not null and block_number is not null and block_hash is not null)),
    check (state <> 'reverted' or reason is not null)
);

create index chain_transaction_open on chain_transaction (sender, id) where state in ('queued', 'sent');
create index chain_transaction_recent on chain_transaction (sender, block_number) where block_number is not null;

-- Every signed form of a transaction that may have reached the chain: one of them gets mined.
create table chain_attempt (
    hash         text        primary key,
    transaction  bigint      not null references chain_transaction (id) on delete cascade,
    raw          bytea       not null,
    max_fee      numeric     not null,
    priority_fee numeric     not null,
    sent_at      timestamptz not null
);

create index chain_attempt_transaction on chain_attempt (transaction, sent_at);
