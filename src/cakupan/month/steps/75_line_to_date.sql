-- The Pemda's rupiah from the first month concerned to this one, each month at its own rate.
-- Reads run, line_code, pemda_month. `months` tells whether the law gave a rate for every month in between.
SELECT c.line_id, c.code, count(*) AS months, CAST(sum(p.amount) AS BIGINT) AS amount
FROM line_code c
CROSS JOIN run u
JOIN pemda_month p
  ON p.agreement_number = c.agreement_number AND p.month_date >= c.charged_from_month AND p.month_date <= u.first_date
WHERE c.outcome = 'billed'
GROUP BY c.line_id, c.code
