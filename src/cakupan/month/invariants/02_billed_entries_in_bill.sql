-- Every billed entry stands in the bill, and no other.
SELECT count(*) AS broken
FROM (SELECT line_id FROM list_entries WHERE outcome = 'billed') e
FULL OUTER JOIN (SELECT DISTINCT line_id FROM bill_lines) b ON b.line_id = e.line_id
WHERE e.line_id IS NULL OR b.line_id IS NULL
