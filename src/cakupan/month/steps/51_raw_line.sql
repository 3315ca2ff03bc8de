-- The month's bill as the offices print it: one line per entry in force, payer and account.
-- Reads run, list_entries, bill_part. Entries that verification doubts are still here; bill_lines says which.
SELECT
  u.first_date AS month_date, e.agreement_number, e.line_id, e.list_file, e.list_row, e.annex_line, e.decree_number, e.person_id,
  e.nik, e.card_number, e.name, e.area_code, e.segment, e.class, b.payer, b.account, b.amount, b.rate_key, b.citation, e.from_date,
  e.to_date, e.start_rule AS reason
FROM list_entries e
CROSS JOIN run u
JOIN bill_part b ON b.agreement_number = e.agreement_number AND b.month_date = u.first_date
WHERE e.outcome = 'billed' AND b.amount > 0
