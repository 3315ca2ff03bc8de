-- The run's own area counts every resident who lives here, every card and every verified person once.
SELECT CASE WHEN c.population = r.people AND c.registered = k.cards AND c.population_verified = l.people THEN 0 ELSE 1 END AS broken
FROM (SELECT sum(population) AS population, sum(registered) AS registered, sum(population_verified) AS population_verified
  FROM coverage JOIN run ON run.area_code = coverage.area_code WHERE segment = 'ALL') c
CROSS JOIN (SELECT coalesce(sum(people), 0) AS people FROM resident_count) r
CROSS JOIN (SELECT count(*) AS cards FROM card) k
CROSS JOIN (SELECT count(*) AS people FROM living_person) l
