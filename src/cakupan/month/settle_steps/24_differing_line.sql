-- Each line and closed month that differs: whether it was billed at all, whether it is due at all, whether any account's sum moved.
-- Reads closed_difference, closed_lines, due_line, list_entries.
SELECT
  d.month_date, d.entry_key, d.agreement_number, e.line_id, d.moved,
  coalesce(b.billed, 0) <> 0 AS was_billed, l.line_id IS NOT NULL AS is_due
FROM (
  SELECT month_date, entry_key, agreement_number, max(abs(difference)) > 0 AS moved
  FROM (
    SELECT month_date, entry_key, agreement_number, account, sum(due - billed) AS difference
    FROM closed_difference
    GROUP BY month_date, entry_key, agreement_number, account
  ) by_account
  GROUP BY month_date, entry_key, agreement_number
) d
LEFT JOIN list_entries e ON e.entry_key = d.entry_key AND e.agreement_number = d.agreement_number
LEFT JOIN due_line l ON l.line_id = e.line_id AND l.month_date = d.month_date
LEFT JOIN (
  SELECT c.month_date, c.entry_key, c.agreement_number, sum(c.amount) AS billed
  FROM closed_lines c
  JOIN (SELECT DISTINCT month_date, entry_key, agreement_number FROM closed_difference) k
    ON k.month_date = c.month_date AND k.entry_key = c.entry_key AND k.agreement_number = c.agreement_number
  GROUP BY c.month_date, c.entry_key, c.agreement_number
) b ON b.month_date = d.month_date AND b.entry_key = d.entry_key AND b.agreement_number = d.agreement_number
