-- Active are among the registered, and verified people are no more than the rows that say they live here.
SELECT count(*) AS broken
FROM coverage
WHERE population_verified > population OR active > registered OR active_verified > registered_verified OR registered_verified > population_verified
