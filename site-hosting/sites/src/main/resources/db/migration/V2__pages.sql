-- How a release's files answer paths, as its peerhost.yaml says.
ALTER TABLE release
    ADD COLUMN index_file text NOT NULL DEFAULT 'index.html',
    ADD COLUMN not_found  text,
    ADD COLUMN clean_urls boolean NOT NULL DEFAULT false;
