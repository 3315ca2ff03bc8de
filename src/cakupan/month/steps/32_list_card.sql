-- The card of the member master that an annex line names, by card number or by NIK, with a name that is alike.
-- Reads list_line, members. The lowest row counts: a master may hold a person twice.
SELECT line_id, min(member_row) AS member_row
FROM (
  SELECT l.line_id, m.row AS member_row
  FROM list_line l
  JOIN members m ON m.card_number = l.card_number
  WHERE m.readable AND alike(l.name_key, name_key(m.name))
  UNION ALL
  SELECT l.line_id, m.row AS member_row
  FROM list_line l
  JOIN members m ON m.nik = l.nik
  WHERE m.readable AND alike(l.name_key, name_key(m.name)) AND coalesce(l.nik_anomaly, 'area') IN ('area', 'birth_date')
) found
GROUP BY line_id
