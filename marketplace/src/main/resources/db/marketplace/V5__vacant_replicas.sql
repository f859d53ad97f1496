-- Its replica is to find another seller; how many of its openings failed in a row before; how often nobody was found; what its
-- renter is told of that.
ALTER TABLE lease ADD COLUMN vacant boolean NOT NULL DEFAULT false;
ALTER TABLE lease ADD COLUMN failures int NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN searches int NOT NULL DEFAULT 0;
ALTER TABLE lease ADD COLUMN next_search_at timestamptz;
ALTER TABLE lease ADD COLUMN advice text;
CREATE INDEX lease_vacant ON lease (next_search_at) WHERE vacant;
