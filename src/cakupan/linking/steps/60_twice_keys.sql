-- Keys under which one register may hold the same person twice, where at least two and not too many rows share one.
-- Reads: person, match_terms. NIK · birth date and name · birth date and mother · name and mother.
WITH keys AS (
    SELECT row, key_hash(1, nik, 0) AS key FROM person WHERE nik IS NOT NULL
    UNION ALL
    SELECT row, key_hash(2, birth_date, name_key) FROM person WHERE birth_date IS NOT NULL AND name_key IS NOT NULL
    UNION ALL
    SELECT row, key_hash(3, birth_date, mother_key) FROM person WHERE birth_date IS NOT NULL AND mother_key IS NOT NULL
    UNION ALL
    SELECT row, key_hash(4, name_key, mother_key) FROM person WHERE name_key IS NOT NULL AND mother_key IS NOT NULL
),
shared AS (
    SELECT key FROM keys CROSS JOIN match_terms GROUP BY key HAVING count(*) >= 2 AND count(*) <= min(pairs_per_key_max)
)
SELECT row, key FROM keys WHERE key IN (SELECT key FROM shared)
