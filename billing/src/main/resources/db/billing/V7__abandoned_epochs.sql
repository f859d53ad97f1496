-- The chain refused it, or its guardian did: it is left alone, and the next epoch claims its amounts.
ALTER TABLE epoch DROP CONSTRAINT epoch_stage_check;
ALTER TABLE epoch ADD CONSTRAINT epoch_stage_check CHECK (stage IN ('CLOSED', 'POSTED', 'CLAIMED', 'ABANDONED'));
DROP INDEX epoch_open;
CREATE INDEX epoch_open ON epoch (number) WHERE stage IN ('CLOSED', 'POSTED');

-- The highest epoch whose root the chain was seen to have.
ALTER TABLE chain_cursor ADD COLUMN highest_epoch bigint NOT NULL DEFAULT 0;

-- What sellers have not been paid yet: few rows of all that ever were.
CREATE INDEX ledger_balance_due ON ledger_balance (lease) WHERE account = 'SELLER' AND credit > debit;
