-- Which person a row of the branch's member master is: the resident it was accepted as, else its own card.
-- Reads members, member_links, resident_person. A link under review stays a card of its own and keeps the resident as candidate.
SELECT
  m.row AS member_row,
  m.card_number,
  m.nik,
  m.name,
  name_key(m.name) AS name_key,
  m.birth_date,
  m.sex,
  m.area_code,
  CASE
    WHEN l.decision = 'accept' AND p.person_id IS NOT NULL THEN p.person_id
    WHEN m.card_number IS NOT NULL THEN 'C' || m.card_number
    ELSE 'M' || CAST(m.row AS STRING)
  END AS person_id,
  CASE
    WHEN l.decision IN ('accept', 'review') AND p.person_id IS NOT NULL THEN l.decision
    ELSE 'none'
  END AS link,
  CASE WHEN l.decision = 'review' THEN p.person_id END AS candidate_person_id,
  m.segment,
  m.payer,
  m.class,
  m.status,
  m.facility_code,
  m.facility_name,
  m.start_date
FROM members m
LEFT JOIN member_links l ON l.row = m.row
LEFT JOIN resident_person p ON p.resident_row = l.resident_row
WHERE m.readable
