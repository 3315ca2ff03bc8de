-- The annex lines that name nobody outright, with what linking says of their card: few, so that only these are looked for by likeness.
-- Reads list_line, list_named, list_card, member_person.
SELECT l.line_id, l.nik, l.nik_anomaly, l.name_key, l.area_code, c.member_row, m.link AS card_link, m.candidate_person_id
FROM list_line l
LEFT JOIN (SELECT DISTINCT line_id FROM list_named) n ON n.line_id = l.line_id
LEFT JOIN list_card c ON c.line_id = l.line_id
LEFT JOIN member_person m ON m.member_row = c.member_row
WHERE n.line_id IS NULL
