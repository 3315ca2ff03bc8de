-- People who no longer live here by the position's date: died, moved away, or flagged dead on any of their rows.
-- Reads run, finding_person, residents, resident_group. People are told by the first of their resident rows.
SELECT CAST(substr(f.person_id, 2) AS BIGINT) AS person_row
FROM finding_person f
CROSS JOIN run u
WHERE f.code IN ('deceased', 'moved') AND substr(f.person_id, 1, 1) = 'R' AND (f.event_date IS NULL OR f.event_date <= u.as_of_date)
UNION
SELECT coalesce(g.first_row, r.row)
FROM residents r
LEFT JOIN resident_group g ON g.row = r.row
WHERE r.readable AND r.population_flag = '2'
