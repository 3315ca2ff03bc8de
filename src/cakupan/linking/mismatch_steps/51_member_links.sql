-- One line per row of the member master, in its order, repeats and unreadable rows included: who it is, or who it may be.
-- Reads: members, member_resident_links, residents.
SELECT m.row, m.card_number,
    CASE WHEN l.decision IN ('accept', 'review') THEN r.nik END AS nik,
    coalesce(l.decision, 'none') AS decision,
    CAST(l.bits AS DOUBLE) / 100 AS weight_bits,
    coalesce(l.rule, 'unreadable') AS rule,
    CASE WHEN l.decision IN ('accept', 'review') THEN l.target_row END AS resident_row
FROM members m
LEFT JOIN member_resident_links l ON l.query_row = m.row
LEFT JOIN residents r ON r.row = l.target_row
