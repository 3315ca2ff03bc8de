-- One card of each person of the edition, for whom no sound NIK is known: the smallest, so that it is the same next month.
-- Reads statuses, list_entries.
SELECT person_id, min(card_number) AS card_number
FROM (
  SELECT person_id, card_number FROM statuses WHERE link IS NULL OR link <> 'review' OR substr(person_id, 1, 1) = 'C'
  UNION ALL
  SELECT person_id, card_number FROM list_entries WHERE substr(person_id, 1, 1) = 'L'
) known
WHERE card_number IS NOT NULL
GROUP BY person_id
