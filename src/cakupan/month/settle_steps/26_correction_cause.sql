-- Why each amount of a closed month differs, in the order in which one cause stands for all: reversed decision, late death, what moved.
-- Reads closed_difference, differing_line, list_entries, line_period. An amount that does not differ is here for its note on a late death.
SELECT
  d.month_date, d.entry_key, d.agreement_number, d.payer, d.account, d.billed, d.due, l.line_id,
  coalesce(e.annul_line_id, e.reversed_by_line) AS annul_line_id,
  CASE
    WHEN d.billed = d.due THEN 'late_death'
    WHEN NOT l.is_due AND e.annul_line_id IS NOT NULL THEN 'decision_reversed'
    WHEN NOT l.is_due AND p.gone_month <= d.month_date AND p.from_month <= d.month_date AND d.month_date < p.to_month THEN 'late_death'
    WHEN NOT l.is_due THEN 'other_input'
    WHEN NOT l.was_billed AND e.reversed_by_line IS NOT NULL THEN 'decision_reversed'
    WHEN NOT l.was_billed THEN 'other_input'
    WHEN l.moved THEN 'rate_changed'
    ELSE 'share_changed'
  END AS cause
FROM closed_difference d
JOIN differing_line l ON l.month_date = d.month_date AND l.entry_key = d.entry_key AND l.agreement_number = d.agreement_number
LEFT JOIN list_entries e ON e.line_id = l.line_id
LEFT JOIN line_period p ON p.line_id = l.line_id
