-- Residents of the same village with the same name as an open annex line.
-- Reads list_open, resident_person.
SELECT l.line_id, r.person_id, l.nik, r.nik AS resident_nik
FROM list_open l
JOIN resident_person r ON r.area_code = l.area_code AND name_key(r.name) = l.name_key
WHERE l.name_key <> ''
