-- Step decided, but for the rows that an officer called a resident: those are accepted, whatever the weight, which is kept as evidence.
-- Reads: automatic_decided (step decided), weighed, same_pairs, target_group. Of a resident who stands twice the row that fits best.
WITH named AS (
    SELECT w.*, g.first_row,
        row_number() OVER (PARTITION BY w.query_row ORDER BY w.bits DESC, w.nik_level DESC, w.target_row) AS place
    FROM weighed w
    JOIN same_pairs s ON s.query_row = w.query_row AND s.target_row = w.target_row
    JOIN target_group g ON g.row = w.target_row
),
others AS (
    SELECT n.query_row, w.target_row, w.bits,
        row_number() OVER (PARTITION BY n.query_row ORDER BY w.bits DESC, w.nik_level DESC, w.target_row) AS place
    FROM named n
    JOIN weighed w ON w.query_row = n.query_row
    JOIN target_group g ON g.row = w.target_row
    WHERE n.place = 1 AND g.first_row <> n.first_row
)
SELECT a.* FROM automatic_decided a WHERE a.query_row NOT IN (SELECT query_row FROM named)
UNION ALL
SELECT n.query_row, n.target_row, n.nik_level, n.name_level, n.date_level, n.sex_level, n.household_level,
    n.nik_bits, n.name_bits, n.date_bits, n.sex_bits, n.household_bits, n.prior_bits, n.bits, o.bits, o.target_row,
    'accept', 'officer'
FROM named n
LEFT JOIN others o ON o.query_row = n.query_row AND o.place = 1
WHERE n.place = 1
