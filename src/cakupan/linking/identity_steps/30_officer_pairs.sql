-- The pairs of one register's rows and residents that an officer decided, same or different.
-- Reads: officer_decisions, subject_register (the one row of it names the register), residents, resident_group.
-- Whoever is not this resident is neither of her other rows. A pair that is both is the same: so an officer named that very row.
WITH named AS (
    SELECT o.query_row, r.row AS target_row, o.decision
    FROM officer_decisions o
    JOIN subject_register s ON s.register = o.register
    JOIN residents r ON r.nik = o.resident_nik
    WHERE o.effect = 'applied' AND r.readable
)
SELECT query_row, target_row, decision FROM named WHERE decision = 'same'
UNION
SELECT n.query_row, g.row, n.decision
FROM named n
JOIN resident_group f ON f.row = n.target_row
JOIN resident_group g ON g.first_row = f.first_row
WHERE n.decision = 'different'
