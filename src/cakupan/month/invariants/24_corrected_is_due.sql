-- What was billed for a closed month, with all its corrections, is what is due as known now.
SELECT count(*) AS broken
FROM (
  SELECT c.agreement_number, c.payer, c.account, c.month_date, sum(c.amount) AS amount
  FROM (
    SELECT l.agreement_number, l.payer, l.account, l.month_date, l.amount
    FROM closed_lines l
    JOIN closed_month k ON k.month_date = l.month_date
    UNION ALL
    SELECT agreement_number, payer, account, corrected_month, amount FROM corrections
  ) c
  LEFT JOIN agreement a ON a.agreement_number = c.agreement_number
  LEFT JOIN (SELECT DISTINCT segment, class, month_date FROM law_rate) r
    ON r.segment = a.segment AND r.class = a.class AND r.month_date = c.month_date
  WHERE a.agreement_number IS NULL OR r.month_date IS NOT NULL
  GROUP BY c.agreement_number, c.payer, c.account, c.month_date
) b
FULL OUTER JOIN (
  SELECT d.agreement_number, d.payer, d.account, d.month_date, d.amount
  FROM due_months d
  JOIN closed_month k ON k.month_date = d.month_date
) d ON d.agreement_number = b.agreement_number AND d.payer = b.payer AND d.account = b.account AND d.month_date = b.month_date
WHERE coalesce(b.amount, 0) <> coalesce(d.amount, 0)
