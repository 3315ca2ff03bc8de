-- Members over population, by place and segment. Reads coverage.
SELECT
  area_code AS place, level, segment, population, population_verified, registered, active, registered_verified, active_verified,
  basis_population, basis
FROM coverage
