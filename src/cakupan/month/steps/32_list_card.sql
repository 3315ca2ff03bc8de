-- The card of the member master that an annex line names, by card number or by NIK, with a name that is alike.
-- Reads list_line, member_person. The lowest row counts: a master may hold a person twice.
SELECT line_id, min(member_row) AS member_row
FROM (
  SELECT l.line_id, m.member_row
  FROM list_line l
  JOIN member_person m ON m.card_number = l.card_number
  WHERE alike(l.name_key, m.name_key)
  UNION ALL
  SELECT l.line_id, m.member_row
  FROM list_line l
  JOIN member_person m ON m.nik = l.nik
  WHERE alike(l.name_key, m.name_key) AND coalesce(l.nik_anomaly, 'area') IN ('area', 'birth_date')
) found
GROUP BY line_id
