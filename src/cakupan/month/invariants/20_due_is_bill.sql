-- What is due for the run's month, by counts, is the bill, line by line summed.
SELECT count(*) AS broken
FROM (SELECT agreement_number, payer, account, people, amount FROM due_months d JOIN run u ON u.first_date = d.month_date) d
FULL OUTER JOIN (
  SELECT agreement_number, payer, account, count(DISTINCT line_id) AS people, sum(amount) AS amount
  FROM bill_lines
  GROUP BY agreement_number, payer, account
) b ON b.agreement_number = d.agreement_number AND b.payer = d.payer AND b.account = d.account
WHERE d.amount IS NULL OR b.amount IS NULL OR d.amount <> b.amount OR d.people <> b.people
