-- The annex line of each person that held longest, with why it no longer holds.
-- Reads list_entries.
SELECT person_id, agreement_number, outcome
FROM (
  SELECT person_id, agreement_number, outcome, row_number() OVER (PARTITION BY person_id ORDER BY to_date DESC NULLS LAST, line_id DESC) AS place
  FROM list_entries
) e
WHERE place = 1
