-- The first annex line of each person whom only an annex names. Reads list_entries.
SELECT person_id, min(entry_key) AS entry_key FROM list_entries WHERE substr(person_id, 1, 1) = 'L' GROUP BY person_id
