-- Every further NIK by which someone can be asked for, with the row that says so: those that do not stand at the person in `persons` already.
-- Reads residents, resident_group, members, member_links, member_person, list_entries. Card numbers stand in `statuses` and `list_entries`.
-- One NIK may lead to several people: the answer then says that identity is uncertain.
SELECT key, person_id, known_from, min(source_row) AS source_row
FROM (
  SELECT r.nik AS key, 'R' || CAST(g.first_row AS STRING) AS person_id, 'resident' AS known_from, r.row AS source_row
  FROM resident_group g
  JOIN residents r ON r.row = g.row
  WHERE g.row <> g.first_row AND r.readable
  UNION ALL
  SELECT m.nik, 'R' || CAST(r.row AS STRING), 'member', m.row
  FROM members m
  JOIN member_links l ON l.row = m.row AND l.decision = 'accept'
  LEFT JOIN resident_group g ON g.row = l.resident_row
  JOIN residents r ON r.row = coalesce(g.first_row, l.resident_row)
  WHERE m.readable AND (r.nik IS NULL OR r.nik <> m.nik)
  UNION ALL
  SELECT nik, person_id, 'member', member_row FROM member_person WHERE link <> 'accept'
  UNION ALL
  SELECT nik, person_id, 'list', list_row FROM list_entries
) known
WHERE key IS NOT NULL AND person_id IS NOT NULL
GROUP BY key, person_id, known_from
