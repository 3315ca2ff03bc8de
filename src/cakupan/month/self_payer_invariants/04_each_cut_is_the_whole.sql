-- Each cut of the arrears sums to all of them.
SELECT count(*) AS broken
FROM (SELECT `by` AS cut, sum(amount) AS amount, sum(capped_amount) AS capped_amount FROM family_arrears_totals GROUP BY `by`) t
CROSS JOIN (SELECT sum(amount) AS amount, sum(capped_amount) AS capped_amount FROM family_arrears) f
WHERE coalesce(t.amount, 0) <> coalesce(f.amount, 0) OR coalesce(t.capped_amount, 0) <> coalesce(f.capped_amount, 0)
