-- The bill of an agreement is its billed entries times the law's amount.
SELECT count(*) AS broken
FROM (SELECT agreement_number, sum(amount) AS amount FROM bill_totals GROUP BY agreement_number) t
FULL OUTER JOIN (
  SELECT e.agreement_number, sum(r.amount) AS amount
  FROM list_entries e
  CROSS JOIN run u
  JOIN agreement a ON a.agreement_number = e.agreement_number
  JOIN law_rate r ON r.segment = a.segment AND r.class = a.class AND r.month_date = u.first_date
  WHERE e.outcome = 'billed'
  GROUP BY e.agreement_number
) s ON s.agreement_number = t.agreement_number
WHERE t.amount IS NULL OR s.amount IS NULL OR s.amount <> t.amount
