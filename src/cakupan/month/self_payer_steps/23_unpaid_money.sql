-- What each row owes by the law, month by month, uncapped, and what the cap leaves of it. Null where the law gives no rate for one of the months.
-- Reads unpaid_person, rate_sum, arrears_cap. Of more months than the cap the newest are owed: the oldest fall away first.
SELECT
  p.unpaid_row, p.capped_months,
  CASE WHEN p.months = 0 THEN 0
       WHEN l.months_through - f.months_through + 1 = p.months THEN l.amount_through - f.amount_through + f.amount END AS amount,
  CASE WHEN p.capped_months = 0 THEN 0
       WHEN l.months_through - c.months_through + 1 = p.capped_months THEN l.amount_through - c.amount_through + c.amount END AS capped_amount
FROM (
  SELECT u.*, CASE WHEN a.months_max IS NOT NULL THEN least(u.months, a.months_max) END AS capped_months
  FROM unpaid_person u
  CROSS JOIN arrears_cap a
) p
LEFT JOIN rate_sum f ON f.segment = p.segment AND f.class = p.class AND f.month_date = p.first_month
LEFT JOIN rate_sum l ON l.segment = p.segment AND l.class = p.class AND l.month_date = p.last_month
LEFT JOIN rate_sum c ON c.segment = p.segment AND c.class = p.class AND c.month_date = month_add(p.last_month, 1 - p.capped_months)
