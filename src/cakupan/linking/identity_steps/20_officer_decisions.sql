-- Every decision beside each row that it speaks of, and its effect: applied, superseded, resident_gone or subject_gone.
-- Reads: identity_decision, decided_subject, residents. Row numbers change with every delivery, the register's own number does not; a number
-- that the register holds twice means the rows with the NIK that the decision names. Of several decisions on one row and resident the
-- latest counts (by day, then by order of import); of several residents that a row was said to be, the latest.
WITH spoken_of AS (
    SELECT d.*, s.row AS query_row
    FROM identity_decision d
    LEFT JOIN decided_subject s ON s.register = d.register AND s.subject_id = d.subject_id
        AND (s.held = 1 OR coalesce(s.nik, '') = coalesce(d.subject_nik, ''))
),
by_pair AS (
    SELECT *, row_number() OVER (
        PARTITION BY register, query_row, resident_nik ORDER BY decided_date DESC, file_ordinal DESC, line DESC) AS pair_place
    FROM spoken_of
),
by_row AS (
    SELECT *, row_number() OVER (
        PARTITION BY register, query_row, decision, pair_place ORDER BY decided_date DESC, file_ordinal DESC, line DESC) AS row_place
    FROM by_pair
)
SELECT b.register, b.query_row, b.subject_id, b.subject_nik, b.resident_nik, b.decision, b.decided_date, b.decided_by, b.reason,
    b.file_ordinal, b.line,
    CASE WHEN b.query_row IS NULL THEN 'subject_gone'
         WHEN b.pair_place > 1 OR (b.decision = 'same' AND b.row_place > 1) THEN 'superseded'
         WHEN r.nik IS NULL THEN 'resident_gone'
         ELSE 'applied' END AS effect
FROM by_row b
LEFT JOIN (SELECT DISTINCT nik FROM residents WHERE readable AND nik IN (SELECT resident_nik FROM identity_decision)) r
    ON r.nik = b.resident_nik
