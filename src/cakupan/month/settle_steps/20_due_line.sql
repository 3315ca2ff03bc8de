-- The lines that are due for each closed month as known now: the only months whose lines are worked out again.
-- Reads line_period, agreement_month.
SELECT m.month_date, p.agreement_number, p.line_id
FROM line_period p
JOIN agreement_month m ON m.agreement_number = p.agreement_number AND p.from_month <= m.month_date AND m.month_date < p.to_month
WHERE m.closed AND (p.gone_month IS NULL OR m.month_date < p.gone_month)
