-- A failed lease is looked at as long as somebody may still open it, and then no more: its next try is null.
ALTER TABLE lease ALTER COLUMN next_try_at DROP NOT NULL;
DROP INDEX lease_moving;
CREATE INDEX lease_moving ON lease (next_try_at) WHERE stage IN ('OFFERED', 'CLOSING', 'FAILED');
