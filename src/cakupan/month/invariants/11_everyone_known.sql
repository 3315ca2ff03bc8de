-- Every person in the bill, the spells and the statuses is among the persons.
SELECT count(*) AS broken
FROM (
  SELECT person_id FROM bill_lines
  UNION
  SELECT person_id FROM spells
  UNION
  SELECT person_id FROM statuses
) t
LEFT JOIN persons p ON p.person_id = t.person_id
WHERE p.person_id IS NULL
