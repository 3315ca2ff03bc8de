-- The person of every annex line: the resident or card it was accepted as, else the line itself.
-- Reads list_line, list_candidate, list_card, member_person. Two residents of one best strength are not chosen between: review.
-- Unidentified lines of one NIK and one name are one person, named after the first of them.
SELECT
  l.line_id,
  CASE
    WHEN b.strength <= 4 AND b.people = 1 THEN b.person_id
    WHEN m.person_id IS NOT NULL AND m.link <> 'accept' THEN m.person_id
    ELSE 'L' || CAST(
      min(l.line_id) OVER (
        PARTITION BY CASE WHEN l.nik IS NULL THEN CAST(l.line_id AS STRING) ELSE l.nik || ' ' || l.name_key END
      ) AS STRING)
  END AS person_id,
  CASE
    WHEN b.strength <= 4 AND b.people = 1 THEN 'accept'
    WHEN b.strength IS NOT NULL THEN 'review'
    ELSE 'none'
  END AS link,
  CASE WHEN b.strength IS NOT NULL THEN b.rule WHEN m.person_id IS NOT NULL THEN 'card_only' ELSE 'not_found' END AS rule,
  CASE WHEN b.strength > 4 OR b.people > 1 THEN b.person_id END AS candidate_person_id
FROM list_line l
LEFT JOIN (
  SELECT c.line_id, c.strength, min(c.rule) AS rule, min(c.person_id) AS person_id, count(DISTINCT c.person_id) AS people
  FROM list_candidate c
  JOIN (SELECT line_id, min(strength) AS strength FROM list_candidate GROUP BY line_id) best
    ON best.line_id = c.line_id AND best.strength = c.strength
  GROUP BY c.line_id, c.strength
) b ON b.line_id = l.line_id
LEFT JOIN list_card k ON k.line_id = l.line_id
LEFT JOIN member_person m ON m.member_row = k.member_row
