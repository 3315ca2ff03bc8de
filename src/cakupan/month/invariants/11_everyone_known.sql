-- Every person in the bill, the spells and the statuses is among the persons: a resident by the row, anyone else by name.
WITH named AS (
  SELECT person_id FROM bill_lines
  UNION ALL
  SELECT person_id FROM spells
  UNION ALL
  SELECT person_id FROM statuses
)
SELECT
  (SELECT count(*)
   FROM (SELECT DISTINCT CAST(substr(person_id, 2) AS BIGINT) AS resident_row FROM named WHERE substr(person_id, 1, 1) = 'R') t
   LEFT JOIN (SELECT resident_row FROM persons WHERE known_from = 'resident') p ON p.resident_row = t.resident_row
   WHERE p.resident_row IS NULL)
  + (SELECT count(*)
     FROM (SELECT DISTINCT person_id FROM named WHERE substr(person_id, 1, 1) <> 'R') t
     LEFT JOIN (SELECT person_id FROM persons WHERE known_from <> 'resident') p ON p.person_id = t.person_id
     WHERE p.person_id IS NULL) AS broken
