-- The resident row that speaks for each poor person: the first that lives here, else the first.
-- Reads poor_resident, residents, resident_group.
SELECT
  p.person_row, min(p.decile) AS decile, min(p.poverty_row) AS poverty_row,
  min(CASE WHEN r.population_flag = '0' THEN r.row ELSE r.row + 1000000000000 END) % 1000000000000 AS resident_row
FROM (
  SELECT p.person_row, p.decile, p.poverty_row, p.person_row AS row FROM poor_resident p
  UNION
  SELECT p.person_row, p.decile, p.poverty_row, g.row FROM poor_resident p JOIN resident_group g ON g.first_row = p.person_row
) p
JOIN residents r ON r.row = p.row
WHERE r.readable
GROUP BY p.person_row
