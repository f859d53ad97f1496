-- What the collector asks of rows of one site, and of the few packs and sites it still has to do with.
CREATE INDEX released_blob_site ON released_blob (site, hash);
CREATE INDEX pack_doomed ON pack (id) WHERE doomed;

-- What a deleted site held is collected, so that no run looks at it again.
ALTER TABLE site ADD COLUMN forgotten boolean NOT NULL DEFAULT false;
CREATE INDEX site_to_forget ON site (deleted_at) WHERE deleted_at IS NOT NULL AND NOT forgotten;

-- A release is never changed or removed, but when visitors last got it and since when it is no longer kept are told.
ALTER TABLE release
    ADD COLUMN left_at    timestamptz,
    ADD COLUMN retired_at timestamptz;
CREATE FUNCTION refuse_release_change() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    told text[] := ARRAY['left_at', 'retired_at'];
BEGIN
    IF TG_OP = 'UPDATE' AND to_jsonb(OLD) - told = to_jsonb(NEW) - told
        AND (OLD.retired_at IS NULL OR OLD.retired_at = NEW.retired_at) THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'A release is never changed or removed';
END $$;
DROP TRIGGER release_immutable ON release;
CREATE TRIGGER release_immutable BEFORE UPDATE OR DELETE ON release
    FOR EACH ROW EXECUTE FUNCTION refuse_release_change();

-- When to look next whether a site's releases are more than are kept; null until its pointer moves.
ALTER TABLE site ADD COLUMN weigh_at timestamptz DEFAULT now();
CREATE INDEX site_to_weigh ON site (weigh_at) WHERE weigh_at IS NOT NULL;
