-- The branch's bill by name for this month, as delivered. A line without an amount asks for nothing.
-- Reads run, bill.
SELECT b.row AS branch_row, b.card_number, b.nik, b.name, name_key(b.name) AS name_key, coalesce(b.rupiah, 0) AS amount
FROM bill b
JOIN run u ON u.month = b.month
WHERE b.readable
