-- A person stands once among the persons: a resident by the row, anyone else by name.
SELECT
  (SELECT count(*) - count(DISTINCT resident_row) FROM persons WHERE known_from = 'resident')
  + (SELECT count(*) - count(DISTINCT person_id) FROM persons WHERE known_from <> 'resident') AS broken
