-- The month's bill: every line with its mismatches, and for which of them, if any, the verified bill leaves it out.
-- Reads raw_line, line_verdict. The verified bill is the lines whose excluded_for is null; the raw bill is all of them.
SELECT r.*, coalesce(v.mismatch, '') AS mismatch, v.excluded_for, v.excluded_for IS NULL AS verified
FROM raw_line r
LEFT JOIN line_verdict v ON v.line_id = r.line_id
