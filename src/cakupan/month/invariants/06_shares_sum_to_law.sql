-- The shares of each account sum to what the law says.
SELECT count(*) AS broken
FROM (
  SELECT b.agreement_number
  FROM bill_part b
  JOIN agreement a ON a.agreement_number = b.agreement_number
  JOIN law_rate r ON r.segment = a.segment AND r.class = a.class AND r.month_date = b.month_date
    AND r.payer = b.law_payer AND r.account = b.account
  GROUP BY b.agreement_number, b.month_date, b.law_payer, b.account
  HAVING sum(b.amount) <> max(r.amount)
) t
