-- Everyone of the edition with what a person is known by next month: the register's sound NIK, else a card, else an annex line, else the name.
-- Reads persons, residents, members, card_of, entry_of, source_file.
SELECT
  p.person_id,
  p.known_from,
  CASE p.known_from WHEN 'resident' THEN 1 WHEN 'member' THEN 2 ELSE 3 END AS place,
  p.source_row,
  coalesce(p.source_file, f.file) AS source_file,
  p.nik,
  p.name,
  name_key(p.name) AS name_key,
  p.birth_date,
  p.sex,
  p.area_code,
  p.population_flag,
  coalesce(r.family_card_number, m.family_card_number) AS family_card_number,
  CASE
    WHEN p.known_from = 'resident' AND matches(p.nik, '^[0-9]{16}$') AND coalesce(r.nik_anomaly, 'area') IN ('area', 'birth_date')
      THEN 'nik:' || p.nik
    WHEN c.card_number IS NOT NULL THEN 'card:' || c.card_number
    WHEN e.entry_key IS NOT NULL THEN 'entry:' || e.entry_key
    ELSE 'name:' || coalesce(p.area_code, '') || ' ' || coalesce(CAST(p.birth_date AS STRING), '') || ' ' || name_key(p.name)
  END AS based
FROM persons p
LEFT JOIN residents r ON r.row = p.resident_row
LEFT JOIN members m ON p.known_from = 'member' AND m.row = p.source_row
LEFT JOIN card_of c ON c.person_id = p.person_id
LEFT JOIN entry_of e ON e.person_id = p.person_id
LEFT JOIN source_file f ON f.kind = p.known_from || 's'
