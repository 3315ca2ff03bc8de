-- The keys of the queries as written, and those of the dates that a clerk may have meant.
-- Reads: keys_of_unsettled, person_keys (of their date variants).
SELECT row, key FROM keys_of_unsettled
UNION
SELECT row, key FROM person_keys
