-- The residents whom an annex line names outright: by NIK with a name that is alike (1), or by a card that linking accepted as theirs (2).
-- Reads list_line, list_card, member_person, resident_person. An annex holds no birth date: a NIK counts only with a name that is alike.
SELECT l.line_id, r.person_id, 'nik_and_name' AS rule, 1 AS strength
FROM list_line l
JOIN resident_person r ON r.nik = l.nik
WHERE alike(l.name_key, name_key(r.name)) AND coalesce(l.nik_anomaly, 'area') IN ('area', 'birth_date')
UNION ALL
SELECT c.line_id, m.person_id, 'card' AS rule, 2 AS strength
FROM list_card c
JOIN member_person m ON m.member_row = c.member_row
WHERE m.link = 'accept'
