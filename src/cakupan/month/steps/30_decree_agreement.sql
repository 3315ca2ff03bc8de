-- The agreement that an annex line means when it names only its decree: the one agreement that rests on that decree.
-- Reads agreement. A decree under two agreements names neither.
SELECT decree_number, min(agreement_number) AS agreement_number
FROM agreement
WHERE decree_number IS NOT NULL
GROUP BY decree_number
HAVING count(*) = 1
