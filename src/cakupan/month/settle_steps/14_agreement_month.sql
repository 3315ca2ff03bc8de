-- The months of each agreement up to the run's, as far as the law gives a rate; `closed` if an edition of that month stands.
-- Reads run, agreement, bill_part, closed_month.
SELECT b.agreement_number, b.month_date, c.month_date IS NOT NULL AS closed
FROM (SELECT DISTINCT agreement_number, month_date FROM bill_part) b
CROSS JOIN run u
JOIN agreement a ON a.agreement_number = b.agreement_number
LEFT JOIN closed_month c ON c.month_date = b.month_date
WHERE b.month_date >= a.first_month_date AND b.month_date < a.period_to AND b.month_date <= u.first_date
