-- Every count by the area in which it counts; segment ALL counts everyone.
-- Reads run, area_place, resident_count, living_count, card_count, living_member_count.
SELECT
  coalesce(a.place, u.area_code) AS place, c.segment, CAST(sum(c.population) AS BIGINT) AS population,
  CAST(sum(c.population_verified) AS BIGINT) AS population_verified, CAST(sum(c.registered) AS BIGINT) AS registered,
  CAST(sum(c.active) AS BIGINT) AS active, CAST(sum(c.registered_verified) AS BIGINT) AS registered_verified,
  CAST(sum(c.active_verified) AS BIGINT) AS active_verified
FROM (
  SELECT area_code, 'ALL' AS segment, people AS population, 0 AS population_verified, 0 AS registered, 0 AS active,
    0 AS registered_verified, 0 AS active_verified
  FROM resident_count
  UNION ALL
  SELECT area_code, 'ALL', 0, people, 0, 0, 0, 0 FROM living_count
  UNION ALL
  SELECT area_code, 'ALL', 0, 0, registered, active, 0, 0 FROM card_count
  UNION ALL
  SELECT area_code, segment, 0, 0, registered, active, 0, 0 FROM card_count
  UNION ALL
  SELECT area_code, 'ALL', 0, 0, 0, 0, registered, active FROM living_member_count
  UNION ALL
  SELECT area_code, segment, 0, 0, 0, 0, registered, active FROM living_member_count
) c
CROSS JOIN run u
LEFT JOIN area_place a ON a.area_code = c.area_code
GROUP BY coalesce(a.place, u.area_code), c.segment
