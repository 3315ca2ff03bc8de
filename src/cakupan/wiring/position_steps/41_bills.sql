-- The month's bill, line by line. Reads bill_lines, numbered.
SELECT
  b.entry_key,
  n.n,
  b.agreement_number,
  coalesce(b.decree_number, '') AS decree_number,
  coalesce(b.annex_line, '') AS annex_line,
  coalesce(b.area_code, '') AS village,
  b.payer,
  b.account,
  b.amount,
  b.rate_key,
  b.citation,
  coalesce(b.mismatch, '') AS mismatch,
  coalesce(b.excluded_for, '') AS excluded_for,
  coalesce(b.list_file, '') AS list_file,
  b.list_row
FROM bill_lines b
JOIN numbered n ON n.person_id = b.person_id
