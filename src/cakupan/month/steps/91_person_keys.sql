-- Every NIK and card number by which someone can be asked for, with the person it leads to and the row that says so.
-- Reads resident_person, member_person, list_entries. One key may lead to several people: the answer then says that identity is uncertain.
SELECT key, key_kind, person_id, known_from, min(source_row) AS source_row
FROM (
  SELECT nik AS key, 'nik' AS key_kind, person_id, 'resident' AS known_from, resident_row AS source_row FROM resident_person
  UNION ALL
  SELECT nik, 'nik', person_id, 'member', member_row FROM member_person
  UNION ALL
  SELECT card_number, 'card', person_id, 'member', member_row FROM member_person
  UNION ALL
  SELECT nik, 'nik', person_id, 'list', list_row FROM list_entries
  UNION ALL
  SELECT card_number, 'card', person_id, 'list', list_row FROM list_entries
) known
WHERE key IS NOT NULL AND person_id IS NOT NULL
GROUP BY key, key_kind, person_id, known_from
