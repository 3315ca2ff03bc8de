-- Every count by area and each area above it, up to the run's own; every known area stands once under ALL, also where nobody is counted.
-- Reads run, area_level, place_count, known_area.
SELECT
  area_code, segment, CAST(sum(population) AS BIGINT) AS population, CAST(sum(population_verified) AS BIGINT) AS population_verified,
  CAST(sum(registered) AS BIGINT) AS registered, CAST(sum(active) AS BIGINT) AS active,
  CAST(sum(registered_verified) AS BIGINT) AS registered_verified, CAST(sum(active_verified) AS BIGINT) AS active_verified
FROM (
  SELECT
    substr(p.place, 1, v.code_length) AS area_code, p.segment, p.population, p.population_verified, p.registered, p.active,
    p.registered_verified, p.active_verified
  FROM place_count p
  CROSS JOIN run u
  JOIN area_level v ON v.code_length <= length(p.place) AND v.code_length >= length(u.area_code)
  UNION ALL
  SELECT area_code, 'ALL', 0, 0, 0, 0, 0, 0 FROM known_area
) counted
GROUP BY area_code, segment
