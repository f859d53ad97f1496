-- Double entry, for ever: written once, balanced or not at all. Amounts are base units of the token.
CREATE TABLE ledger_entry (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    reference text NOT NULL UNIQUE,
    kind      text NOT NULL CHECK (kind IN ('DEPOSIT', 'CHARGE', 'PAYOUT', 'FORFEIT', 'REFUND')),
    lease     bytea NOT NULL CHECK (length(lease) = 32),
    epoch     bigint,
    at        timestamptz NOT NULL,
    CHECK ((kind = 'CHARGE') = (epoch IS NOT NULL))
);
CREATE INDEX ledger_entry_lease ON ledger_entry (lease, id);

CREATE TABLE ledger_line (
    entry   bigint NOT NULL REFERENCES ledger_entry,
    line    smallint NOT NULL,
    account text NOT NULL CHECK (account IN ('ESCROW', 'RENTER', 'SELLER')),
    lease   bytea NOT NULL CHECK (length(lease) = 32),
    side    text NOT NULL CHECK (side IN ('DEBIT', 'CREDIT')),
    amount  numeric(78) NOT NULL CHECK (amount > 0),
    PRIMARY KEY (entry, line)
);

-- Debits and credits of each account so far. Follows the lines by trigger; nobody else writes it.
CREATE TABLE ledger_balance (
    lease   bytea NOT NULL,
    account text NOT NULL,
    debit   numeric(78) NOT NULL,
    credit  numeric(78) NOT NULL,
    PRIMARY KEY (lease, account)
);

CREATE FUNCTION ledger_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the ledger is append-only: % of % is refused', TG_OP, TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation';
END $$;

CREATE TRIGGER ledger_entry_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_entry
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();
CREATE TRIGGER ledger_line_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ledger_line
    FOR EACH STATEMENT EXECUTE FUNCTION ledger_refuse();

CREATE FUNCTION ledger_check_balanced() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    checked bigint := CASE TG_TABLE_NAME WHEN 'ledger_entry' THEN (to_jsonb(NEW) ->> 'id')::bigint
                                         ELSE (to_jsonb(NEW) ->> 'entry')::bigint END;
    debits  numeric;
    credits numeric;
BEGIN
    SELECT coalesce(sum(amount) FILTER (WHERE side = 'DEBIT'), 0), coalesce(sum(amount) FILTER (WHERE side = 'CREDIT'), 0)
      INTO debits, credits FROM ledger_line WHERE entry = checked;
    IF debits <> credits OR debits = 0 THEN
        RAISE EXCEPTION 'ledger entry % is not balanced: debits %, credits %', checked, debits, credits
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
END $$;

CREATE CONSTRAINT TRIGGER ledger_entry_balanced AFTER INSERT ON ledger_entry
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balanced();
CREATE CONSTRAINT TRIGGER ledger_line_balanced AFTER INSERT ON ledger_line
    DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION ledger_check_balanced();

-- Rows are locked in one order, so that two writers wait for each other and never deadlock.
CREATE FUNCTION ledger_follow() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ledger_balance AS known (lease, account, debit, credit)
    SELECT lease, account, coalesce(sum(amount) FILTER (WHERE side = 'DEBIT'), 0),
           coalesce(sum(amount) FILTER (WHERE side = 'CREDIT'), 0)
      FROM added GROUP BY lease, account ORDER BY lease, account
    ON CONFLICT (lease, account) DO UPDATE
       SET debit = known.debit + EXCLUDED.debit, credit = known.credit + EXCLUDED.credit;
    RETURN NULL;
END $$;

CREATE TRIGGER ledger_line_balance AFTER INSERT ON ledger_line
    REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION ledger_follow();
