-- The segments of an area make its whole, raw and verified.
SELECT count(*) AS broken
FROM coverage c
LEFT JOIN (
  SELECT area_code, sum(registered) AS registered, sum(active) AS active, sum(registered_verified) AS registered_verified,
    sum(active_verified) AS active_verified
  FROM coverage
  WHERE segment <> 'ALL'
  GROUP BY area_code
) s ON s.area_code = c.area_code
WHERE c.segment = 'ALL' AND (
  c.registered <> coalesce(s.registered, 0) OR c.active <> coalesce(s.active, 0)
  OR c.registered_verified <> coalesce(s.registered_verified, 0) OR c.active_verified <> coalesce(s.active_verified, 0))
