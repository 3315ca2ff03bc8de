-- What each family of candidates has for each key of the agreement's ranking rule: the smaller, the earlier.
-- Reads candidate, ranking_rule, enrolled_family. Families that are on the list already are made whole first.
-- A family is as poor as its poorest and as urgent as its most urgent member; it is never split.
SELECT
  f.family, f.people, f.poverty_row, f.resident_row, CASE WHEN e.family IS NOT NULL THEN 0 ELSE 1 END AS key_0, r.position,
  CASE r.rank_key
    WHEN 'decile' THEN coalesce(f.decile, 99)
    WHEN 'sick_now' THEN 1 - f.sick_now
    WHEN 'pregnant' THEN 1 - f.pregnant
    WHEN 'disaster' THEN 1 - f.disaster
    WHEN 'annex' THEN coalesce(f.poverty_row, 1000000000000)
    ELSE 0
  END AS rank_value
FROM (
  SELECT
    family, count(*) AS people, min(decile) AS decile, max(coalesce(sick_now, 0)) AS sick_now, max(coalesce(pregnant, 0)) AS pregnant,
    max(coalesce(disaster, 0)) AS disaster, min(poverty_row) AS poverty_row, min(resident_row) AS resident_row
  FROM candidate
  WHERE hindrance IS NULL
  GROUP BY family
) f
CROSS JOIN ranking_rule r
LEFT JOIN enrolled_family e ON e.family = f.family
