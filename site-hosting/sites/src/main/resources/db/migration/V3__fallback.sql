-- The page that shows the routes of an application in the browser, as a release's peerhost.yaml says.
ALTER TABLE release
    ADD COLUMN fallback text;
