-- The families of those people in the order in which the Pemda's quota would take them, poorest first, with how many people it then holds.
-- Reads aid_candidate.
SELECT family, sum(people) OVER (ORDER BY decile NULLS LAST, family ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS people_through
FROM (SELECT family, count(*) AS people, min(decile) AS decile FROM aid_candidate GROUP BY family) f
