-- What the collector asks of rows of one site, and of the few packs and sites it still has to do with.
CREATE INDEX released_blob_site ON released_blob (site, hash);
CREATE INDEX pack_doomed ON pack (id) WHERE doomed;

-- What a deleted site held is collected, so that no run looks at it again.
ALTER TABLE site ADD COLUMN forgotten boolean NOT NULL DEFAULT false;
CREATE INDEX site_to_forget ON site (deleted_at) WHERE deleted_at IS NOT NULL AND NOT forgotten;
