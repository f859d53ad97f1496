-- Sites deleted lately, for leases that run on without one.
CREATE INDEX site_deleted ON site (deleted_at) WHERE deleted_at IS NOT NULL;

-- Since when its agent serves nothing of a site that is published; the release it was left for, because its agent never served that.
ALTER TABLE lease ADD COLUMN unready_since timestamptz;
ALTER TABLE lease ADD COLUMN unserved text;
CREATE INDEX lease_unready ON lease (unready_since) WHERE stage IN ('FUNDED', 'ACTIVE') AND said_state IS DISTINCT FROM 'READY';
CREATE INDEX lease_unserved ON lease (site) WHERE unserved IS NOT NULL;
