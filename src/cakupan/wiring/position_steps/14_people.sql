-- Each identity once, numbered within this loading (n), as the first register that names it says; the poor with their decile.
-- Reads person_identified, poverty.
SELECT
  CAST(row_number() OVER (ORDER BY p.identity) AS BIGINT) AS n,
  p.identity,
  p.known_from,
  coalesce(substr(p.nik, 1, 32), '') AS nik,
  coalesce(substr(p.name, 1, 200), '') AS name,
  substr(p.name_key, 1, 200) AS name_key,
  p.birth_date,
  coalesce(p.sex, '') AS sex,
  coalesce(p.area_code, '') AS village,
  coalesce(p.population_flag, '') AS population_flag,
  coalesce(substr(p.family_card_number, 1, 32), '') AS family_card_number,
  d.decile,
  coalesce(substr(p.source_file, 1, 200), '') AS source_file,
  p.source_row
FROM (
  SELECT *, row_number() OVER (PARTITION BY identity ORDER BY place, source_row, person_id) AS pick FROM person_identified
) p
LEFT JOIN (SELECT nik, min(decile) AS decile FROM poverty WHERE nik IS NOT NULL GROUP BY nik) d ON d.nik = p.nik
WHERE p.pick = 1
