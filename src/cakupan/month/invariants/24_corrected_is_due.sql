-- What was billed for a closed month, with all its corrections, is what is due as known now.
SELECT count(*) AS broken
FROM (
  SELECT agreement_number, payer, account, month_date, sum(amount) AS amount
  FROM (
    SELECT agreement_number, payer, account, month_date, amount FROM closed_amount
    UNION ALL
    SELECT agreement_number, payer, account, corrected_month, amount FROM corrections
  ) c
  GROUP BY agreement_number, payer, account, month_date
) b
FULL OUTER JOIN (
  SELECT d.agreement_number, d.payer, d.account, d.month_date, d.amount
  FROM due_months d
  JOIN closed_month k ON k.month_date = d.month_date
) d ON d.agreement_number = b.agreement_number AND d.payer = b.payer AND d.account = b.account AND d.month_date = b.month_date
WHERE coalesce(b.amount, 0) <> coalesce(d.amount, 0)
