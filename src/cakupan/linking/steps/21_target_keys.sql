-- The targets' keys that some query has.
-- Reads: person_keys (of the targets), query_keys.
SELECT row, key FROM person_keys WHERE key IN (SELECT key FROM query_keys)
