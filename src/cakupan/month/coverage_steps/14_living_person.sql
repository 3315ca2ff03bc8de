-- Every distinct person who lives here: the rows of one person count once, in the area of the first row that lives here.
-- Reads residents, resident_group, gone_person. Nearly all are alone in their row, so only the others are grouped.
SELECT l.person_row, l.area_code, l.area_known
FROM (
  SELECT r.row AS person_row, r.area_code, r.area_known
  FROM residents r
  LEFT JOIN resident_group g ON g.row = r.row
  WHERE g.row IS NULL AND r.readable AND r.population_flag = '0'
  UNION ALL
  SELECT f.person_row, r.area_code, r.area_known
  FROM (
    SELECT g.first_row AS person_row, min(g.row) AS first_living_row
    FROM resident_group g
    JOIN residents r ON r.row = g.row
    WHERE r.readable AND r.population_flag = '0'
    GROUP BY g.first_row
  ) f
  JOIN residents r ON r.row = f.first_living_row
) l
LEFT JOIN gone_person x ON x.person_row = l.person_row
WHERE x.person_row IS NULL
