-- No month is paid more than it costs, and nothing is carried in excess while a month of the same account is unpaid.
SELECT count(*) AS broken
FROM due_months d
LEFT JOIN (
  SELECT agreement_number, payer, account, month_date, sum(amount) AS amount
  FROM allocations
  WHERE month_date IS NOT NULL
  GROUP BY agreement_number, payer, account, month_date
) a ON a.agreement_number = d.agreement_number AND a.payer = d.payer AND a.account = d.account AND a.month_date = d.month_date
LEFT JOIN (SELECT DISTINCT agreement_number, payer, account FROM allocations WHERE rule = 'overpaid') x
  ON x.agreement_number = d.agreement_number AND x.payer = d.payer AND x.account = d.account
WHERE coalesce(a.amount, 0) > d.amount OR (x.account IS NOT NULL AND coalesce(a.amount, 0) < d.amount)
