-- What every row of the three registers is called in a list: its own number, and the NIK to show beside it.
-- Reads: residents, poverty, members, accepted, source_file (kind, file).
SELECT 'resident' AS subject, r.row AS subject_row, coalesce(r.nik, concat(f.file, ':', CAST(r.row AS STRING))) AS subject_id, r.nik
FROM residents r JOIN source_file f ON f.kind = 'residents' WHERE r.readable
UNION ALL
SELECT 'poverty', p.row, coalesce(p.source_id, concat(f.file, ':', CAST(p.row AS STRING))), coalesce(a.nik, p.nik)
FROM poverty p JOIN source_file f ON f.kind = 'poverty'
LEFT JOIN accepted a ON a.subject = 'poverty' AND a.subject_row = p.row
WHERE p.readable
UNION ALL
SELECT 'member', m.row, coalesce(m.card_number, concat(f.file, ':', CAST(m.row AS STRING))), coalesce(a.nik, m.nik)
FROM members m JOIN source_file f ON f.kind = 'members'
LEFT JOIN accepted a ON a.subject = 'member' AND a.subject_row = m.row
WHERE m.readable
