-- The Pemda's books, double entry: what was billed, corrected and paid, each once as debit and once as credit of the same amount.
-- Reads run, month_payment, agreement_month, corrections, closed_amount, allocations, payments. A closed month stands as its
-- editions billed it; what is different now stands in the open month as its correction. Money in excess is a claim, not a cost.
SELECT
  b.entry_id, b.agreement_number, b.payer, b.account, b.month_date,
  CASE s.side WHEN 'debit' THEN b.debit_name ELSE b.credit_name END AS account_name,
  CASE s.side WHEN 'debit' THEN b.amount ELSE 0 END AS debit,
  CASE s.side WHEN 'credit' THEN b.amount ELSE 0 END AS credit,
  b.cause
FROM (
  SELECT
    'bill|' || agreement_number || '|' || payer || '|' || account || '|' || CAST(month_date AS STRING) AS entry_id,
    agreement_number, payer, account, month_date, 'contribution_expense' AS debit_name, 'contribution_payable' AS credit_name, amount, 'bill' AS cause
  FROM (
    SELECT p.agreement_number, p.payer, p.account, p.month_date, p.due AS amount
    FROM month_payment p
    JOIN agreement_month m ON m.agreement_number = p.agreement_number AND m.month_date = p.month_date
    WHERE NOT m.closed
    UNION ALL
    SELECT agreement_number, payer, account, month_date, amount
    FROM closed_amount
    WHERE payer IN ('kabkota', 'provinsi')
  ) billed
  UNION ALL
  SELECT
    'correction|' || c.agreement_number || '|' || c.payer || '|' || c.account || '|' || CAST(c.corrected_month AS STRING) || '|' || c.cause
      || CASE WHEN c.amount > 0 THEN '|more' ELSE '|less' END,
    c.agreement_number, c.payer, c.account, c.month_date,
    CASE WHEN c.amount > 0 THEN 'contribution_expense' ELSE 'contribution_payable' END,
    CASE WHEN c.amount > 0 THEN 'contribution_payable' ELSE 'contribution_expense' END, CAST(sum(abs(c.amount)) AS BIGINT), c.cause
  FROM corrections c
  WHERE c.payer IN ('kabkota', 'provinsi') AND c.amount <> 0
  GROUP BY c.agreement_number, c.payer, c.account, c.month_date, c.corrected_month, c.cause, c.amount > 0
  UNION ALL
  SELECT
    'payment|' || a.payment_id || '|' || coalesce(CAST(a.month_date AS STRING), ''), a.agreement_number, a.payer, a.account,
    CAST(date_trunc('month', y.disbursement_date) AS DATE),
    CASE WHEN a.rule = 'overpaid' THEN 'overpayment' ELSE 'contribution_payable' END, 'cash', a.amount,
    CASE WHEN a.rule = 'overpaid' THEN 'overpaid' ELSE 'payment' END
  FROM allocations a
  JOIN payments y ON y.payment_id = a.payment_id
) b
CROSS JOIN (SELECT 'debit' AS side UNION ALL SELECT 'credit') s
