-- Which person a resident row is: the rows that linking found to be one person, named after the first of them.
-- Reads residents, resident_group (linking's). A view: whoever asks for two columns of millions of residents reads two columns.
SELECT
  r.row AS resident_row, 'R' || CAST(coalesce(g.first_row, r.row) AS STRING) AS person_id, r.nik, r.area_code, r.name, r.birth_date,
  r.sex, r.population_flag
FROM residents r
LEFT JOIN resident_group g ON g.row = r.row
WHERE r.readable
