-- The months that their own payments leave unpaid, oldest first, each as a stretch [open_before, open_before + open_amount) of one sum.
-- Reads due_months, named_payment.
SELECT
  agreement_number, payer, account, month_date, open_amount,
  coalesce(sum(open_amount) OVER (
    PARTITION BY agreement_number, payer, account ORDER BY month_date ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
  ), 0) AS open_before
FROM (
  SELECT d.agreement_number, d.payer, d.account, d.month_date, CAST(d.amount - coalesce(p.amount, 0) AS BIGINT) AS open_amount
  FROM due_months d
  LEFT JOIN (
    SELECT agreement_number, payer, account, named_month, sum(named_amount) AS amount
    FROM named_payment
    GROUP BY agreement_number, payer, account, named_month
  ) p ON p.agreement_number = d.agreement_number AND p.payer = d.payer AND p.account = d.account AND p.named_month = d.month_date
) t
WHERE open_amount > 0
