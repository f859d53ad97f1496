-- What its owner deleted is served no more; what it held is collected after the time of grace.
ALTER TABLE site ADD COLUMN deleted_at timestamptz;
