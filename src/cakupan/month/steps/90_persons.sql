-- Everyone whom a register or list of this month names, once: residents, cards of nobody in the register, annex lines of neither.
-- Reads residents, resident_group, member_person, list_entries. A view. The internal person_id holds within one edition; a NIK can be
-- missing or wrong. A person's cards stand in statuses: there may be several.
SELECT
  'R' || CAST(r.row AS STRING) AS person_id, 'resident' AS known_from, r.row AS source_row, CAST(NULL AS STRING) AS source_file, r.nik,
  r.name, r.birth_date, r.sex, r.area_code, r.population_flag, r.row AS resident_row
FROM residents r
LEFT JOIN resident_group g ON g.row = r.row
WHERE r.readable AND coalesce(g.first_row, r.row) = r.row
UNION ALL
SELECT
  m.person_id, 'member', m.member_row, CAST(NULL AS STRING), m.nik, m.name, m.birth_date, m.sex, m.area_code, CAST(NULL AS STRING),
  CAST(NULL AS BIGINT)
FROM member_person m
JOIN (SELECT min(member_row) AS member_row FROM member_person WHERE link <> 'accept' GROUP BY person_id) f ON f.member_row = m.member_row
UNION ALL
SELECT
  e.person_id, 'list', e.list_row, e.list_file, e.nik, e.name, CAST(NULL AS DATE), CAST(NULL AS STRING), e.area_code,
  CAST(NULL AS STRING), CAST(NULL AS BIGINT)
FROM list_entries e
JOIN (SELECT min(line_id) AS line_id FROM list_entries WHERE substr(person_id, 1, 1) = 'L' GROUP BY person_id) f ON f.line_id = e.line_id
