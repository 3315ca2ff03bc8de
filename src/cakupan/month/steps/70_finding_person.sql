-- The person whom each of linking's findings is about.
-- Reads findings, resident_person, member_person, poverty_links. A poverty row under review is about nobody yet.
SELECT
  f.subject, f.subject_id, f.subject_row, f.code, f.nik, f.other_id, f.evidence, f.suggested_action, f.bpk_kind, f.event_date,
  coalesce(r.person_id, m.person_id, p.person_id) AS person_id
FROM findings f
LEFT JOIN resident_person r ON f.subject = 'resident' AND r.resident_row = f.subject_row
LEFT JOIN member_person m ON f.subject = 'member' AND m.member_row = f.subject_row
LEFT JOIN poverty_links l ON f.subject = 'poverty' AND l.row = f.subject_row AND l.decision = 'accept'
LEFT JOIN resident_person p ON p.resident_row = l.resident_row
