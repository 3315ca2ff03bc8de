-- Unpaid months of the Pemdas whose due date has passed, by agreement, payer and account, with their age in whole months.
-- Reads run, month_payment.
SELECT
  p.agreement_number, p.payer, p.account, p.month_date, p.due_date, p.due, p.paid, p.unpaid,
  CAST((extract(year FROM u.as_of_date) - extract(year FROM p.due_date)) * 12
    + extract(month FROM u.as_of_date) - extract(month FROM p.due_date)
    - CASE WHEN extract(day FROM u.as_of_date) < extract(day FROM p.due_date) THEN 1 ELSE 0 END AS INTEGER) AS age_months
FROM month_payment p
CROSS JOIN run u
WHERE p.unpaid > 0 AND p.due_date < u.as_of_date
