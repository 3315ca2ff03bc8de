-- People who died or moved away, by the person's first resident row, with the first of the two words that is said of them.
-- Reads finding_person, residents, resident_group, proposal_terms. Only by the day on which cover would begin.
SELECT person_row, min(code) AS code
FROM (
  SELECT CAST(substr(f.person_id, 2) AS BIGINT) AS person_row, f.code
  FROM finding_person f
  CROSS JOIN proposal_terms t
  WHERE f.code IN ('deceased', 'moved') AND substr(f.person_id, 1, 1) = 'R' AND (f.event_date IS NULL OR f.event_date < t.effective_date)
  UNION ALL
  SELECT coalesce(g.first_row, r.row), 'deceased'
  FROM residents r
  LEFT JOIN resident_group g ON g.row = r.row
  WHERE r.readable AND r.population_flag = '2'
) told
GROUP BY person_row
