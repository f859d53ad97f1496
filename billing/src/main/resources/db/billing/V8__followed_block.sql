-- The hash of the last block followed: another one there later means that the chain took it back. Null while it is not known.
ALTER TABLE chain_cursor ADD COLUMN block_hash bytea CHECK (length(block_hash) = 32);
