-- Whom a line of the branch's bill could mean; `strength` 1 is the best. People on our list go first, for they are looked for.
-- Reads branch_line, list_entries, listed_once, member_person, resident_person. A card number is the branch's own; a NIK needs a name that is alike.
SELECT b.branch_row, e.person_id, 1 AS strength
FROM branch_line b
JOIN list_entries e ON e.card_number = b.card_number
UNION ALL
SELECT b.branch_row, m.person_id, CASE WHEN l.person_id IS NOT NULL THEN 2 ELSE 5 END
FROM branch_line b
JOIN member_person m ON m.card_number = b.card_number
LEFT JOIN listed_once l ON l.person_id = m.person_id
UNION ALL
SELECT b.branch_row, e.person_id, 3
FROM branch_line b
JOIN list_entries e ON e.nik = b.nik
WHERE alike(b.name_key, name_key(e.name))
UNION ALL
SELECT b.branch_row, r.person_id, CASE WHEN l.person_id IS NOT NULL THEN 4 ELSE 6 END
FROM branch_line b
JOIN resident_person r ON r.nik = b.nik
LEFT JOIN listed_once l ON l.person_id = r.person_id
WHERE alike(b.name_key, name_key(r.name))
