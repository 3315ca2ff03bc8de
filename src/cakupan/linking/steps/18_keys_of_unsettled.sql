-- The keys of the queries as they are written.
-- Reads: person_keys (of the unsettled queries).
SELECT row, key FROM person_keys
