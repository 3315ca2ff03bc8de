-- The month's bill as the offices print it: one line per entry in force, payer and account.
-- Reads list_entries, billed_share. Entries that verification doubts are still here; bill_lines says which.
SELECT
  b.month_date, e.agreement_number, e.line_id, e.entry_key, e.list_file, e.list_row, e.annex_line, e.decree_number, e.person_id,
  e.nik, e.card_number, e.name, e.area_code, e.segment, e.class, b.law_payer, b.payer, b.account, b.amount, b.rate_key, b.citation, e.from_date,
  e.to_date, e.start_rule AS reason
FROM billed_share b
JOIN list_entries e ON e.line_id = b.line_id
