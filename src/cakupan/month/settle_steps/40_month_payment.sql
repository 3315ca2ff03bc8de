-- What each Pemda owed and paid for each month and account, with the due date and the day of the last payment for it.
-- Reads due_months, allocations, payments, month_due. The centre's part is not the region's to pay. No due date is known: null, never overdue.
SELECT
  d.agreement_number, d.payer, d.account, d.month_date, t.due_date, t.citation, d.amount AS due, coalesce(p.paid, 0) AS paid,
  d.amount - coalesce(p.paid, 0) AS unpaid, p.paid_date
FROM due_months d
LEFT JOIN month_due t ON t.agreement_number = d.agreement_number AND t.month_date = d.month_date
LEFT JOIN (
  SELECT
    a.agreement_number, a.payer, a.account, a.month_date, CAST(sum(a.amount) AS BIGINT) AS paid, max(y.disbursement_date) AS paid_date
  FROM allocations a
  JOIN payments y ON y.payment_id = a.payment_id
  WHERE a.month_date IS NOT NULL
  GROUP BY a.agreement_number, a.payer, a.account, a.month_date
) p ON p.agreement_number = d.agreement_number AND p.payer = d.payer AND p.account = d.account AND p.month_date = d.month_date
WHERE d.payer IN ('kabkota', 'provinsi')
