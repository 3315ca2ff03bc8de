-- Which person a resident row is: rows with one plausible NIK and one birth date are one person, named after the first of them.
-- Reads residents. A NIK alone does not make two rows one person (it may stand on a wife's row), and damaged numbers join nobody.
SELECT
  resident_row,
  'R' || CAST(min(resident_row) OVER (PARTITION BY identity) AS STRING) AS person_id,
  nik,
  area_code,
  name_key,
  name,
  birth_date,
  sex,
  population_flag
FROM (
  SELECT
    r.row AS resident_row,
    CASE
      WHEN r.nik IS NOT NULL AND coalesce(r.nik_anomaly, 'area') IN ('area', 'birth_date')
      THEN r.nik || ' ' || coalesce(CAST(r.birth_date AS STRING), 'no date')
      ELSE 'row ' || CAST(r.row AS STRING)
    END AS identity,
    r.nik,
    r.area_code,
    name_key(r.name) AS name_key,
    r.name,
    r.birth_date,
    r.sex,
    r.population_flag
  FROM residents r
  WHERE r.readable
) identified
