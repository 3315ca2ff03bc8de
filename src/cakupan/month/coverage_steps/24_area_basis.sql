-- The population that an area's ratios are over: the one named for it, or the sum of those named below it if they hold all its residents.
-- Reads area_count, named_population. An area without either is missing here: its basis is the resident register.
SELECT area_code, people AS basis_population, basis FROM named_population
UNION ALL
SELECT t.area_code, t.basis_population, t.basis
FROM (
  SELECT
    a.area_code, max(a.population) AS population, CAST(sum(n.people) AS BIGINT) AS basis_population, max(n.basis) AS basis,
    CAST(sum(coalesce(c.population, 0)) AS BIGINT) AS population_below
  FROM area_count a
  LEFT JOIN named_population own ON own.area_code = a.area_code
  JOIN named_population n ON substr(n.area_code, 1, length(a.area_code) + 1) = a.area_code || '.'
  -- Only the topmost named ones: a village's people are already in its kecamatan's.
  LEFT JOIN (
    SELECT DISTINCT b.area_code AS below, o.area_code AS above
    FROM named_population b
    JOIN named_population o ON substr(b.area_code, 1, length(o.area_code) + 1) = o.area_code || '.'
  ) nested ON nested.below = n.area_code AND substr(nested.above, 1, length(a.area_code) + 1) = a.area_code || '.'
  LEFT JOIN area_count c ON c.area_code = n.area_code AND c.segment = 'ALL'
  WHERE a.segment = 'ALL' AND own.area_code IS NULL AND nested.below IS NULL
  GROUP BY a.area_code
) t
WHERE t.population = t.population_below
