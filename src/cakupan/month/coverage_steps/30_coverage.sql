-- Members over population by area to village and by segment, raw and verified; `basis_population` is what a ratio is over, `basis` names it.
-- Reads area_count, area_basis, area_level. Never clamped: more cards than residents stays so. The population is the area's, whatever the segment.
SELECT
  c.area_code, v.level, c.segment, w.population, w.population_verified, c.registered, c.active, c.registered_verified,
  c.active_verified, coalesce(b.basis_population, w.population) AS basis_population, coalesce(b.basis, 'residents') AS basis
FROM area_count c
JOIN area_count w ON w.area_code = c.area_code AND w.segment = 'ALL'
JOIN area_level v ON v.code_length = length(c.area_code)
LEFT JOIN area_basis b ON b.area_code = c.area_code
