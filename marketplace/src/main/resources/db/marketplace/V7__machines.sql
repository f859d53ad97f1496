-- What its seller calls a machine, and when they removed it: its leases, bills and proofs go on to name it.
ALTER TABLE agent ADD COLUMN name text;
ALTER TABLE agent ADD COLUMN removed_at timestamptz;
