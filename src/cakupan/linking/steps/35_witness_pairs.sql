-- A seeded sample of pairs that name, birth date and village vouch for, without their NIK: what a NIK on such a list is worth.
-- Reads: query, target, match_terms.
SELECT q.row AS query_row, t.row AS target_row
FROM query q
JOIN target t ON t.name_key = q.name_key AND t.birth_date = q.birth_date AND t.village = q.village
CROSS JOIN match_terms
WHERE random_share(q.row, 0, seed) < witness_share
