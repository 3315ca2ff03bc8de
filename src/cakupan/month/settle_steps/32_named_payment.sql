-- What each payment gives to the month that it names: payments in order of their day, until the month is paid.
-- Reads payments, due_months.
SELECT
  p.*, CAST(greatest(0, least(p.amount, coalesce(d.amount, 0) - p.paid_before)) AS BIGINT) AS named_amount
FROM (
  SELECT
    payments.*,
    coalesce(sum(amount) OVER (
      PARTITION BY agreement_number, payer, account, named_month ORDER BY disbursement_date, payment_id
      ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ), 0) AS paid_before
  FROM payments
) p
LEFT JOIN due_months d
  ON d.agreement_number = p.agreement_number AND d.payer = p.payer AND d.account = p.account AND d.month_date = p.named_month
