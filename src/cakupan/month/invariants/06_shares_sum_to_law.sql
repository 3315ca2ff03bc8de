-- The shares of each line and account sum to what the law says.
SELECT count(*) AS broken
FROM (
  SELECT b.line_id
  FROM bill_lines b
  JOIN agreement a ON a.agreement_number = b.agreement_number
  JOIN law_rate r ON r.segment = a.segment AND r.class = a.class AND r.month_date = b.month_date
    AND r.payer = b.law_payer AND r.account = b.account
  GROUP BY b.line_id, b.law_payer, b.account
  HAVING sum(b.amount) <> max(r.amount)
) t
