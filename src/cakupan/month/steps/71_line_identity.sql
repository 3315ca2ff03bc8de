-- Every NIK under which the person of an annex line is known, with name and birth date: for looking up deaths and departures directly.
-- Reads list_entries, resident_person. Only accepted people: a line under review must not be declared dead for its candidate.
SELECT line_id, nik, name_key, CAST(NULL AS DATE) AS birth_date
FROM list_entries
WHERE nik IS NOT NULL AND coalesce(nik_anomaly, 'area') IN ('area', 'birth_date')
UNION
SELECT e.line_id, r.nik, name_key(r.name) AS name_key, r.birth_date
FROM list_entries e
JOIN resident_person r ON r.person_id = e.person_id
WHERE r.nik IS NOT NULL
