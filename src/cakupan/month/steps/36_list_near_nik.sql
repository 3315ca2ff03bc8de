-- Residents whose NIK begins or ends like that of an open annex line and differs in at most two digits, with a name that is alike.
-- Reads list_open, resident_person.
SELECT l.line_id, r.person_id
FROM list_open l
JOIN resident_person r ON substr(r.nik, 1, 12) = substr(l.nik, 1, 12)
WHERE levenshtein(l.nik, r.nik) <= 2 AND alike(l.name_key, name_key(r.name)) AND coalesce(l.nik_anomaly, '') NOT IN ('temporary', 'zero')
UNION
SELECT l.line_id, r.person_id
FROM list_open l
JOIN resident_person r ON substr(r.nik, length(r.nik) - 9, 10) = substr(l.nik, length(l.nik) - 9, 10)
WHERE levenshtein(l.nik, r.nik) <= 2 AND alike(l.name_key, name_key(r.name)) AND coalesce(l.nik_anomaly, '') NOT IN ('temporary', 'zero')
