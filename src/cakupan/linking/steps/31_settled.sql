-- Queries whose NIK and name (or, for a name that is only alike, birth date and sex) agree: no further candidates are sought.
-- Reads: nik_compared (step compared over nik_pairs).
WITH agreeing AS (
    SELECT *, row_number() OVER (PARTITION BY query_row ORDER BY name_level DESC, date_level DESC, household_level DESC, target_row) AS place
    FROM nik_compared
    WHERE (name_level >= 3 AND (date_level >= 1 OR sex_level <> 0))
       OR (name_level = 2 AND date_level = 5 AND sex_level <> 0)
)
SELECT query_row, target_row, nik_level, name_level, date_level, sex_level, household_level FROM agreeing WHERE place = 1
