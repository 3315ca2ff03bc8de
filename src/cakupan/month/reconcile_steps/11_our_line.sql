-- Our bill by name: what each annex line costs the Pemda, all its payers together; the centre's part is not in the branch's bill.
-- Reads bill_lines.
SELECT
  line_id, min(person_id) AS person_id, min(card_number) AS card_number, min(nik) AS nik, min(name) AS name,
  min(agreement_number) AS agreement_number, CAST(sum(amount) AS BIGINT) AS amount
FROM bill_lines
WHERE payer <> 'pusat'
GROUP BY line_id
