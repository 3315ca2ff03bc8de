-- The days [from_date, to_date) on which members were without cover because a bill was unpaid: only where the agreement says so.
-- Reads run, month_payment, agreement. From the 1st of the month that lies so many months after the due date's, until the day on which the
-- bill was paid; open (null) while it is not. The month's contribution is owed all the same.
SELECT m.agreement_number, m.from_date, CASE WHEN m.unpaid = 0 THEN m.paid_date END AS to_date, m.month_date AS unpaid_month, m.due_date, m.citation
FROM (
  SELECT
    p.agreement_number, p.month_date, p.due_date, p.citation, sum(p.unpaid) AS unpaid, max(p.paid_date) AS paid_date,
    month_add(CAST(date_trunc('month', p.due_date) AS DATE), a.suspends_after_months) AS from_date,
    a.period_to
  FROM month_payment p
  JOIN agreement a ON a.agreement_number = p.agreement_number
  WHERE a.suspends AND p.due_date IS NOT NULL
  GROUP BY p.agreement_number, p.month_date, p.due_date, p.citation, a.suspends_after_months, a.period_to
) m
CROSS JOIN run u
WHERE m.from_date <= u.as_of_date AND m.from_date < m.period_to AND (m.unpaid > 0 OR m.from_date < m.paid_date)
