-- The pairs to weigh: the settled ones and the candidates of the others.
-- Reads: settled, candidate_compared.
SELECT query_row, target_row, nik_level, name_level, date_level, sex_level, household_level FROM settled
UNION ALL
SELECT query_row, target_row, nik_level, name_level, date_level, sex_level, household_level FROM candidate_compared
