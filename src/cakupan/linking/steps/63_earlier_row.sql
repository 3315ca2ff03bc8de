-- Each row with the earliest row that is directly the same person.
-- Reads: person, twice.
SELECT p.row, coalesce(min(d.target_row), p.row) AS first_row
FROM person p LEFT JOIN twice d ON d.query_row = p.row
GROUP BY p.row
