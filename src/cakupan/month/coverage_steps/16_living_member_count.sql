-- Distinct people who live here and hold a card, by their own area; the segment is that of the first active card, else of the first.
-- Reads member_links, members, resident_group, living_person. Only accepted links: a link under review proves nobody's card.
SELECT
  p.area_code, p.area_known, coalesce(m.segment, 'unknown') AS segment, count(*) AS registered,
  CAST(sum(CASE WHEN m.status = 'active' THEN 1 ELSE 0 END) AS BIGINT) AS active
FROM (
  SELECT
    coalesce(g.first_row, l.resident_row) AS person_row,
    min(CASE WHEN m.status = 'active' THEN m.row ELSE m.row + 1000000000000 END) % 1000000000000 AS member_row
  FROM member_links l
  JOIN members m ON m.row = l.row
  LEFT JOIN resident_group g ON g.row = l.resident_row
  WHERE l.decision = 'accept' AND m.readable AND m.card_number IS NOT NULL
  GROUP BY coalesce(g.first_row, l.resident_row)
) h
JOIN living_person p ON p.person_row = h.person_row
JOIN members m ON m.row = h.member_row
GROUP BY p.area_code, p.area_known, coalesce(m.segment, 'unknown')
