-- Each resident whom an annex line could mean, with the rule that says so; `strength` 1 is the best.
-- Reads list_line, list_card, member_person, resident_person. An annex holds no birth date: a NIK counts only with a name that is alike.
-- A namesake is no candidate where linking saw the person's card, with birth date, mother and family, and found nobody like it.
SELECT l.line_id, r.person_id, 'nik_and_name' AS rule, 1 AS strength
FROM list_line l
JOIN resident_person r ON r.nik = l.nik
WHERE alike(l.name_key, r.name_key) AND coalesce(l.nik_anomaly, 'area') IN ('area', 'birth_date')
UNION ALL
SELECT c.line_id, m.person_id, 'card' AS rule, 2 AS strength
FROM list_card c
JOIN member_person m ON m.member_row = c.member_row
WHERE m.link = 'accept'
UNION ALL
SELECT l.line_id, r.person_id, 'damaged_nik_and_name_and_village' AS rule, 3 AS strength
FROM list_line l
JOIN resident_person r ON r.area_code = l.area_code AND r.name_key = l.name_key
WHERE l.name_key <> '' AND levenshtein(l.nik, r.nik) <= 2
UNION ALL
SELECT l.line_id, r.person_id, 'damaged_nik_and_name' AS rule, 4 AS strength
FROM list_line l
JOIN resident_person r ON substr(r.nik, 1, 12) = substr(l.nik, 1, 12)
WHERE alike(l.name_key, r.name_key) AND levenshtein(l.nik, r.nik) <= 2 AND coalesce(l.nik_anomaly, '') NOT IN ('temporary', 'zero')
UNION ALL
SELECT l.line_id, r.person_id, 'damaged_nik_and_name' AS rule, 4 AS strength
FROM list_line l
JOIN resident_person r ON substr(r.nik, length(r.nik) - 9, 10) = substr(l.nik, length(l.nik) - 9, 10)
WHERE alike(l.name_key, r.name_key) AND levenshtein(l.nik, r.nik) <= 2 AND coalesce(l.nik_anomaly, '') NOT IN ('temporary', 'zero')
UNION ALL
SELECT c.line_id, m.candidate_person_id AS person_id, 'card_under_review' AS rule, 5 AS strength
FROM list_card c
JOIN member_person m ON m.member_row = c.member_row
WHERE m.candidate_person_id IS NOT NULL
UNION ALL
SELECT l.line_id, r.person_id, 'nik_with_other_name' AS rule, 5 AS strength
FROM list_line l
JOIN resident_person r ON r.nik = l.nik
WHERE NOT alike(l.name_key, r.name_key) AND coalesce(l.nik_anomaly, 'area') IN ('area', 'birth_date')
UNION ALL
SELECT l.line_id, r.person_id, 'name_and_village' AS rule, 6 AS strength
FROM list_line l
JOIN resident_person r ON r.area_code = l.area_code AND r.name_key = l.name_key
LEFT JOIN list_card c ON c.line_id = l.line_id
LEFT JOIN member_person m ON m.member_row = c.member_row
WHERE l.name_key <> '' AND coalesce(m.link, 'review') = 'review'
