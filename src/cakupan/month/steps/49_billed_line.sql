-- The lines that are billed this month.
-- Reads run, list_entries.
SELECT u.first_date AS month_date, e.agreement_number, e.line_id
FROM list_entries e
CROSS JOIN run u
WHERE e.outcome = 'billed'
