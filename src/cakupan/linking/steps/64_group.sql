-- Each row with the earliest row of its person, through up to eight rows of one person.
-- Reads: earlier_row.
SELECT a.row, d.first_row
FROM earlier_row a
JOIN earlier_row b ON b.row = a.first_row
JOIN earlier_row c ON c.row = b.first_row
JOIN earlier_row d ON d.row = c.first_row
