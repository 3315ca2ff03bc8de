-- One line per row of the poverty register, in its order, repeats and unreadable rows included: who it is, or who it may be.
-- Reads: poverty, poverty_resident_links, residents.
SELECT p.row, p.source_id,
    CASE WHEN l.decision IN ('accept', 'review') THEN r.nik END AS nik,
    coalesce(l.decision, 'none') AS decision,
    CAST(l.bits AS DOUBLE) / 100 AS weight_bits,
    coalesce(l.rule, 'unreadable') AS rule,
    CASE WHEN l.decision IN ('accept', 'review') THEN l.target_row END AS resident_row
FROM poverty p
LEFT JOIN poverty_resident_links l ON l.query_row = p.row
LEFT JOIN residents r ON r.row = l.target_row
