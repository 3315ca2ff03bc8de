-- Residents whom the poverty register means: accepted, or still to be looked at; the lowest decile that the register gives, if it gives any.
-- Reads poverty_links, poverty, resident_person.
SELECT
  p.person_id, max(CASE WHEN l.decision = 'accept' THEN 1 ELSE 0 END) = 1 AS accepted,
  min(CASE WHEN l.decision = 'accept' THEN d.decile END) AS decile
FROM poverty_links l
JOIN resident_person p ON p.resident_row = l.resident_row
JOIN poverty d ON d.row = l.row
WHERE l.decision IN ('accept', 'review')
GROUP BY p.person_id
