-- Distinct people who live here, by area.
-- Reads living_person.
SELECT area_code, area_known, count(*) AS people
FROM living_person
GROUP BY area_code, area_known
