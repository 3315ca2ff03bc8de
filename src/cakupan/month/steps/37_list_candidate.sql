-- Each resident whom an annex line could mean, with the rule that says so; `strength` 1 is the best, and where 1 or 2 is found no other is.
-- Reads list_named, list_open, list_namesake, list_near_nik, resident_person. A namesake is no candidate where linking saw the person's card,
-- with birth date, mother and family, and found nobody like it.
SELECT line_id, person_id, rule, strength FROM list_named
UNION ALL
SELECT line_id, person_id, 'damaged_nik_and_name_and_village', 3 FROM list_namesake WHERE levenshtein(nik, resident_nik) <= 2
UNION ALL
SELECT line_id, person_id, 'damaged_nik_and_name', 4 FROM list_near_nik
UNION ALL
SELECT line_id, candidate_person_id, 'card_under_review', 5 FROM list_open WHERE candidate_person_id IS NOT NULL
UNION ALL
SELECT l.line_id, r.person_id, 'nik_with_other_name', 5
FROM list_open l
JOIN resident_person r ON r.nik = l.nik
WHERE NOT alike(l.name_key, name_key(r.name)) AND coalesce(l.nik_anomaly, 'area') IN ('area', 'birth_date')
UNION ALL
SELECT n.line_id, n.person_id, 'name_and_village', 6
FROM list_namesake n
JOIN list_open l ON l.line_id = n.line_id
WHERE coalesce(l.card_link, 'review') = 'review'
