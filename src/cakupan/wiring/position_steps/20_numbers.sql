-- Every number under which somebody can be asked for. Reads numbered, persons, person_keys, statuses, list_entries.
SELECT DISTINCT n.n, k.kind, k.number
FROM (
  SELECT person_id, 'nik' AS kind, nik AS number FROM persons
  UNION ALL
  SELECT person_id, 'nik', key FROM person_keys
  UNION ALL
  SELECT person_id, 'card', card_number FROM statuses
  UNION ALL
  SELECT person_id, 'card', card_number FROM list_entries
) k
JOIN numbered n ON n.person_id = k.person_id
WHERE length(k.number) BETWEEN 4 AND 32
