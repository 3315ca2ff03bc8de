-- Residents whom the poverty register means beyond doubt, with the lowest decile it gives and the first row that names them.
-- Reads poverty_links, poverty, resident_group. Links under review wait for the civil registry: nobody is proposed without its word.
SELECT coalesce(g.first_row, l.resident_row) AS person_row, min(d.decile) AS decile, min(l.row) AS poverty_row
FROM poverty_links l
JOIN poverty d ON d.row = l.row
LEFT JOIN resident_group g ON g.row = l.resident_row
WHERE l.decision = 'accept'
GROUP BY coalesce(g.first_row, l.resident_row)
