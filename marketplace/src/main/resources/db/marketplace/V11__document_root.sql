-- The folder of the site's release that visitors reach: agents are told of it.
ALTER TABLE site ADD COLUMN document_root text;
