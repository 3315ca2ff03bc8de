-- What one edition says of each annex line: its outcome, what it costs the Pemda this month, and why verification leaves it out.
-- Reads list_entries, bill_lines (of that edition). Run once for each side of a comparison.
SELECT e.entry_key, e.outcome, e.nik, e.name, e.area_code, e.agreement_number, b.excluded_for, coalesce(b.amount, 0) AS amount
FROM list_entries e
LEFT JOIN (
  SELECT line_id, max(excluded_for) AS excluded_for, CAST(sum(CASE WHEN payer <> 'pusat' THEN amount ELSE 0 END) AS BIGINT) AS amount
  FROM bill_lines
  GROUP BY line_id
) b ON b.line_id = e.line_id
