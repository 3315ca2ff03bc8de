-- Active cards paid by the local government whose person holds another active card that someone else pays.
-- Reads: members, same_person.
SELECT p.row AS subject_row, o.row AS other_row, o.card_number AS other_id,
    CASE WHEN o.segment = 'PBI_JK' THEN 'funded_twice' ELSE 'wage_earner_paid_by_pemda' END AS code,
    concat('kartu aktif lain: segmen ', coalesce(o.segment_label, 'tak tertulis'), ', peserta baris ', CAST(o.row AS STRING)) AS evidence
FROM members p
JOIN same_person sp ON sp.subject = 'member' AND sp.subject_row = p.row
JOIN same_person so ON so.subject = 'member' AND so.first_row = sp.first_row AND so.subject_row <> sp.subject_row
JOIN members o ON o.row = so.subject_row
WHERE p.segment = 'PEMDA' AND p.status = 'active' AND o.status = 'active'
  AND (o.segment = 'PBI_JK' OR substr(o.segment, 1, 3) = 'PPU')
