-- How often each level occurs among pairs known to be one person, and among random pairs.
-- Reads: nik_compared, witness_compared, random_compared.
-- A field is judged on pairs that other fields vouch for: name by NIK and birth date, birth date by NIK and name, NIK by name, date and village.
SELECT 'name' AS field, name_level AS level, count(*) AS matched, 0 AS at_random FROM nik_compared WHERE date_level = 5 AND sex_level <> 0 GROUP BY name_level
UNION ALL
SELECT 'date', date_level, count(*), 0 FROM nik_compared WHERE name_level >= 4 GROUP BY date_level
UNION ALL
SELECT 'sex', sex_level, count(*), 0 FROM nik_compared WHERE name_level >= 4 GROUP BY sex_level
UNION ALL
SELECT 'household', household_level, count(*), 0 FROM nik_compared WHERE name_level >= 3 AND date_level >= 3 GROUP BY household_level
UNION ALL
SELECT 'nik', nik_level, count(*), 0 FROM witness_compared WHERE household_level IN (7, 6, 5) GROUP BY nik_level
UNION ALL
SELECT 'name', name_level, 0, count(*) FROM random_compared GROUP BY name_level
UNION ALL
SELECT 'date', date_level, 0, count(*) FROM random_compared GROUP BY date_level
UNION ALL
SELECT 'sex', sex_level, 0, count(*) FROM random_compared GROUP BY sex_level
UNION ALL
SELECT 'household', household_level, 0, count(*) FROM random_compared GROUP BY household_level
UNION ALL
SELECT 'nik', nik_level, 0, count(*) FROM random_compared GROUP BY nik_level
