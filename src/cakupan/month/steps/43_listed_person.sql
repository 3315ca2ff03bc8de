-- The first entry of each person that is in force this month or still to come: what our list says of that person.
-- Reads list_entries.
SELECT e.person_id, e.candidate_person_id, e.line_id, e.list_file, e.list_row, e.card_number, e.segment, e.payer, e.class, e.outcome
FROM list_entries e
JOIN (
  SELECT min(line_id) AS line_id
  FROM list_entries
  WHERE outcome IN ('billed', 'not_yet_effective')
  GROUP BY person_id
) f ON f.line_id = e.line_id
