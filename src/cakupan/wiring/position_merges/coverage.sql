-- Members over population.
INSERT INTO positions_coveragerow (
  area, position_id, month, place, level, segment, population, population_verified, registered, active, registered_verified,
  active_verified, basis_population, basis
)
SELECT
  %(area)s, %(position)s, %(month)s, c.place, c.level, c.segment, c.population, c.population_verified, c.registered, c.active,
  c.registered_verified, c.active_verified, c.basis_population, c.basis
FROM counted c
