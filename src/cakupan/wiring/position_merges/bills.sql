-- The month's bill.
INSERT INTO positions_billline (
  area, position_id, month, entry_key, person_id, agreement_number, decree_number, annex_line, village, payer, account, amount,
  rate_key, citation, mismatch, excluded_for, list_file, list_row
)
SELECT
  %(area)s, %(position)s, %(month)s, b.entry_key, i.id, b.agreement_number, b.decree_number, b.annex_line, b.village, b.payer,
  b.account, b.amount, b.rate_key, b.citation, b.mismatch, b.excluded_for, b.list_file, b.list_row
FROM bills b
JOIN ids i ON i.n = b.n
