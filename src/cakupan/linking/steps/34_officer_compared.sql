-- The pairs to weigh where officers decided something: without those called different, with those called the same.
-- Reads: automatic_compared (step all_compared), same_compared (step compared over same_pairs), officer_pairs.
SELECT a.query_row, a.target_row, a.nik_level, a.name_level, a.date_level, a.sex_level, a.household_level
FROM automatic_compared a
LEFT JOIN officer_pairs o ON o.query_row = a.query_row AND o.target_row = a.target_row
WHERE o.query_row IS NULL
UNION ALL
SELECT query_row, target_row, nik_level, name_level, date_level, sex_level, household_level FROM same_compared
