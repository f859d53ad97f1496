-- The most that a GiB sent to visitors may cost; sites of before get what an order that does not say gets.
ALTER TABLE site ADD COLUMN max_egress_gib numeric(40) NOT NULL DEFAULT 100000;
ALTER TABLE site ALTER COLUMN max_egress_gib DROP DEFAULT;
