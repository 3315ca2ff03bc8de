-- No area counts fewer than the areas below it together: what is unknown below stays above.
SELECT count(*) AS broken
FROM coverage a
JOIN (
  SELECT up.area_code, b.segment, sum(b.registered) AS registered, sum(b.active) AS active, sum(b.registered_verified) AS registered_verified,
    sum(CASE WHEN b.segment = 'ALL' THEN b.population ELSE 0 END) AS population
  FROM coverage b
  JOIN area_level v ON v.level = b.level - 1
  JOIN (SELECT DISTINCT area_code FROM coverage) up ON up.area_code = substr(b.area_code, 1, v.code_length)
  GROUP BY up.area_code, b.segment
) s ON s.area_code = a.area_code AND s.segment = a.segment
WHERE s.registered > a.registered OR s.active > a.active OR s.registered_verified > a.registered_verified OR s.population > a.population
