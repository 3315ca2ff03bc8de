-- Who died or moved away by the position's date, with the first of the two words that is said of them.
-- Reads run, mismatches, resident_person.
SELECT person_id, min(code) AS code
FROM (
  SELECT m.person_id, m.code
  FROM mismatches m
  CROSS JOIN run u
  WHERE m.code IN ('deceased', 'moved') AND m.person_id IS NOT NULL AND (m.event_date IS NULL OR m.event_date <= u.as_of_date)
  UNION ALL
  SELECT person_id, 'deceased' FROM resident_person WHERE population_flag = '2'
) told
GROUP BY person_id
