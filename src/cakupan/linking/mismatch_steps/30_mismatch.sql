-- Every mismatch of every row: code, evidence and the other row it rests on. A row may have several.
-- A name that is the same but for spelling, titles, order or length is not a different identity.
-- Of several pieces of evidence for one code the certificate is shown before the register's own mark (m sorts after F).
-- Reads: gone, same_person, subject, accepted, paid_twice, poverty, members, *_resident_links, link_run. A link under review is never "not in the register".
SELECT subject, subject_row, code, CAST(NULL AS STRING) AS other_id, max(evidence) AS evidence
FROM gone GROUP BY subject, subject_row, code
UNION ALL
SELECT s.subject, s.subject_row, 'duplicate', f.subject_id, concat('orang yang sama dengan baris ', CAST(s.first_row AS STRING))
FROM same_person s JOIN subject f ON f.subject = s.subject AND f.subject_row = s.first_row
WHERE s.subject_row <> s.first_row
UNION ALL
SELECT 'poverty', l.query_row, 'not_in_register', CAST(NULL AS STRING), 'tidak ada penduduk yang cukup mirip'
FROM poverty_resident_links l WHERE l.decision = 'none'
UNION ALL
SELECT 'member', l.query_row, 'not_in_register', CAST(NULL AS STRING), 'tidak ada penduduk yang cukup mirip'
FROM member_resident_links l WHERE l.decision = 'none'
UNION ALL
SELECT a.subject, a.subject_row, CASE WHEN a.nik_level = -1 THEN 'nik_missing_or_invalid' ELSE 'identity_differs' END, a.nik,
    trim(concat(CASE WHEN a.nik_level = -1 THEN 'NIK kosong atau tidak sah; ' WHEN a.nik_level < 5 THEN 'NIK berbeda; ' ELSE '' END,
                CASE WHEN a.name_level < 3 THEN 'nama berbeda; ' ELSE '' END,
                CASE WHEN a.date_level BETWEEN 0 AND 4 THEN 'tanggal lahir berbeda; ' ELSE '' END,
                CASE WHEN a.sex_level = 0 THEN 'jenis kelamin berbeda; ' ELSE '' END,
                'penduduk baris ', CAST(a.resident_row AS STRING)))
FROM accepted a
WHERE a.nik_level < 5 OR a.name_level < 3 OR a.date_level BETWEEN 0 AND 4 OR a.sex_level = 0
UNION ALL
SELECT 'member', subject_row, code, min(other_id), min(evidence) FROM paid_twice GROUP BY subject_row, code
UNION ALL
SELECT 'poverty', p.row, 'decile_above_threshold', CAST(NULL AS STRING), concat('desil ', CAST(p.decile AS STRING), ', batas ', CAST(decile_max AS STRING))
FROM poverty p CROSS JOIN link_run WHERE p.decile > decile_max
UNION ALL
SELECT 'member', m.row, 'newborn_without_nik', CAST(NULL AS STRING), concat('lahir ', CAST(m.birth_date AS STRING))
FROM members m CROSS JOIN link_run
WHERE m.birth_date > month_add(as_of, -3) AND m.birth_date <= as_of AND m.nik_anomaly IN ('missing', 'zero', 'temporary')
UNION ALL
SELECT 'poverty', p.row, 'newborn_without_nik', CAST(NULL AS STRING), concat('lahir ', CAST(p.birth_date AS STRING))
FROM poverty p CROSS JOIN link_run
WHERE p.birth_date > month_add(as_of, -3) AND p.birth_date <= as_of AND p.nik_anomaly IN ('missing', 'zero', 'temporary')
UNION ALL
SELECT 'poverty', a.subject_row, 'missing_from_cover', a.nik, 'tidak ada kartu aktif yang ditemukan'
FROM accepted a
CROSS JOIN link_run
JOIN same_person s ON s.subject = 'poverty' AND s.subject_row = a.subject_row AND s.first_row = a.subject_row
LEFT JOIN (SELECT DISTINCT c.first_row FROM accepted c JOIN members m ON m.row = c.subject_row
           WHERE c.subject = 'member' AND m.status = 'active') v ON v.first_row = a.first_row
LEFT JOIN (SELECT DISTINCT subject, subject_row FROM gone) x ON x.subject = a.subject AND x.subject_row = a.subject_row
WHERE a.subject = 'poverty' AND members_given AND v.first_row IS NULL AND x.subject_row IS NULL
