-- Every row of the imported annexes, numbered across files: file 0 keeps its row numbers, so that one annex reads as it was delivered.
-- Reads decision_rows, list_source.
SELECT
  d.list_ordinal * 100000000 + d.row AS line_id, s.list_file, d.list_ordinal, d.row, d.readable, d.decision, d.nik, d.nik_anomaly,
  d.card_number, d.name, d.area_code, d.segment, d.class, d.payer, d.agreement_number, d.decree_number, d.decree_date,
  d.submitted_date, d.annex_line, d.decided_by, d.reason
FROM decision_rows d
JOIN list_source s ON s.list_ordinal = d.list_ordinal
