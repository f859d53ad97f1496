-- The folder of a release that visitors reach, as its peerhost.yaml says.
ALTER TABLE release
    ADD COLUMN document_root text;
