-- How many entries of the agreement are in force on the first day of each month of the year, as decided and agreed by now.
-- Reads list_entries, proposal_terms, year_month.
SELECT y.month_date, count(e.line_id) AS people
FROM year_month y
CROSS JOIN proposal_terms t
LEFT JOIN list_entries e ON e.agreement_number = t.agreement_number AND e.from_date <= y.month_date AND e.to_date > y.month_date
  AND e.outcome IN ('billed', 'not_yet_effective', 'removed_from_list', 'agreement_ended')
GROUP BY y.month_date
