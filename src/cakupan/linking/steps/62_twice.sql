-- Pairs of rows of one register that are the same person.
-- Reads: weighed, person, match_terms. A repeated NIK, or one with a slip, needs a name that agrees. Two sound NIKs that differ are two people
-- (twins are named alike) unless the names are the same to the letter, the birth date agrees, mother or family card vouches, and the
-- weight without the NIK, which must differ here, reaches the bar. From alone_bits on (lists without families)
-- the weight stands alone.
SELECT w.query_row, w.target_row
FROM weighed w
CROSS JOIN match_terms
JOIN person q ON q.row = w.query_row
JOIN person t ON t.row = w.target_row
WHERE bits >= alone_bits
   OR (nik_level = 5 AND (name_level >= 4 OR (name_level >= 2 AND date_level <> 0)))
   OR (nik_level IN (-1, 2, 4) AND name_level >= 4 AND date_level = 5 AND sex_level <> 0 AND household_level IN (4, 5, 6, 7)
       AND bits - nik_bits >= accept_bits)
   OR (q.name = t.name AND sex_level <> 0 AND household_level IN (4, 5, 6, 7) AND bits - nik_bits >= accept_bits
       AND (date_level = 5 OR (date_level IN (3, 4) AND household_level IN (6, 7))))
