-- The totals by cause sum to the lines.
SELECT CASE WHEN t.people = r.people AND t.difference = r.difference THEN 0 ELSE 1 END AS broken
FROM (SELECT coalesce(sum(people), 0) AS people, coalesce(sum(difference), 0) AS difference FROM reconciliation_totals) t
CROSS JOIN (SELECT count(*) AS people, coalesce(sum(difference), 0) AS difference FROM reconciliation) r
