-- For a register that meets no other: besides the keys of step twice_keys every key that at least two and not too many rows share.
-- Reads: twice_keys, person_keys (of the register), match_terms.
WITH shared AS (
    SELECT key FROM person_keys CROSS JOIN match_terms GROUP BY key HAVING count(*) >= 2 AND count(*) <= min(pairs_per_key_max)
)
SELECT row, key FROM twice_keys
UNION
SELECT row, key FROM person_keys WHERE key IN (SELECT key FROM shared)
