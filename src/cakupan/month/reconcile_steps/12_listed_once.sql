-- Everyone whom our annexes name, whatever became of the line: for finding the branch's people again.
-- Reads list_entries.
SELECT DISTINCT person_id FROM list_entries
