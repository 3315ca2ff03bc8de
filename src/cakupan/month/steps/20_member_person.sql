-- Which person a row of the branch's member master is: the resident it was accepted as, else its own card.
-- Reads members, member_links, resident_group. A view. A link under review stays a card of its own and keeps the resident as candidate.
SELECT
  m.row AS member_row,
  m.card_number,
  m.nik,
  m.name,
  m.birth_date,
  m.sex,
  m.area_code,
  CASE
    WHEN l.decision = 'accept' THEN 'R' || CAST(coalesce(g.first_row, l.resident_row) AS STRING)
    WHEN m.card_number IS NOT NULL THEN 'C' || m.card_number
    ELSE 'M' || CAST(m.row AS STRING)
  END AS person_id,
  coalesce(l.decision, 'none') AS link,
  CASE WHEN l.decision = 'review' THEN 'R' || CAST(coalesce(g.first_row, l.resident_row) AS STRING) END AS candidate_person_id,
  m.segment,
  m.payer,
  m.class,
  m.status,
  m.facility_code,
  m.facility_name,
  m.start_date
FROM members m
LEFT JOIN member_links l ON l.row = m.row AND l.resident_row IS NOT NULL
LEFT JOIN resident_group g ON g.row = l.resident_row
WHERE m.readable
