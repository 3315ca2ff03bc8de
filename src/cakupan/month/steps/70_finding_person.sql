-- The person whom each of linking's findings is about.
-- Reads findings, resident_group, member_person, poverty_links. A poverty row under review is about nobody yet.
SELECT
  f.subject, f.subject_id, f.subject_row, f.code, f.nik, f.other_id, f.evidence, f.suggested_action, f.bpk_kind, f.event_date,
  CASE f.subject
    WHEN 'resident' THEN 'R' || CAST(coalesce(g.first_row, f.subject_row) AS STRING)
    WHEN 'member' THEN m.person_id
    ELSE 'R' || CAST(coalesce(p.first_row, l.resident_row) AS STRING)
  END AS person_id
FROM findings f
LEFT JOIN resident_group g ON f.subject = 'resident' AND g.row = f.subject_row
LEFT JOIN member_person m ON f.subject = 'member' AND m.member_row = f.subject_row
LEFT JOIN poverty_links l ON f.subject = 'poverty' AND l.row = f.subject_row AND l.decision = 'accept'
LEFT JOIN resident_group p ON p.row = l.resident_row
