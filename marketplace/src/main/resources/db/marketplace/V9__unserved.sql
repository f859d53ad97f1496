-- Sites deleted lately, for leases that run on without one.
CREATE INDEX site_deleted ON site (deleted_at) WHERE deleted_at IS NOT NULL;
