-- The pairs with the same NIK that no officer called different: what may be settled once weights are learnt from all of them.
-- Reads: nik_compared, officer_pairs. Run only where officers decided something.
SELECT c.query_row, c.target_row, c.nik_level, c.name_level, c.date_level, c.sex_level, c.household_level
FROM nik_compared c
LEFT JOIN officer_pairs o ON o.query_row = c.query_row AND o.target_row = c.target_row AND o.decision = 'different'
WHERE o.query_row IS NULL
