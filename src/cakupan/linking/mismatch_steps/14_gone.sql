-- Everyone who is provably dead or gone, in each register: one row per subject, code and event.
-- Reads: event_resident, event_direct, accepted, resident_group, residents.
-- Found directly and through the resident register; a direct find is dropped where the row is accepted as a resident of whom the event
-- does not speak, unless NIK and name themselves agree with the event and the event's own resident is unknown.
SELECT 'resident' AS subject, g.row AS subject_row, e.code, e.event_date, e.evidence
FROM event_resident e JOIN resident_group g ON g.first_row = e.first_row
UNION
SELECT 'resident', r.row, 'deceased', CAST(NULL AS DATE), concat('FLAG_STATUS 2 pada data penduduk baris ', CAST(r.row AS STRING))
FROM residents r WHERE r.population_flag = '2'
UNION
SELECT a.subject, a.subject_row, e.code, e.event_date, e.evidence
FROM accepted a JOIN event_resident e ON e.first_row = a.first_row
UNION
SELECT a.subject, a.subject_row, 'deceased', CAST(NULL AS DATE), concat('FLAG_STATUS 2 pada data penduduk baris ', CAST(a.resident_row AS STRING))
FROM accepted a WHERE a.population_flag = '2'
UNION
SELECT d.subject, d.subject_row, d.code, d.event_date, d.evidence
FROM event_direct d
LEFT JOIN accepted a ON a.subject = d.subject AND a.subject_row = d.subject_row
LEFT JOIN event_resident e ON e.event_row = d.event_row
WHERE a.subject_row IS NULL OR a.first_row = e.first_row OR (e.first_row IS NULL AND d.rule = 'nik_and_name')
