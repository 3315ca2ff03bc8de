-- The reconciliation holds our bill to the rupiah, each of its lines once.
SELECT CASE WHEN r.amount = o.amount AND r.people = o.people AND r.people = r.different THEN 0 ELSE 1 END AS broken
FROM (SELECT coalesce(sum(our_amount), 0) AS amount, count(line_id) AS people, count(DISTINCT line_id) AS different FROM reconciliation) r
CROSS JOIN (
  SELECT coalesce(sum(amount), 0) AS amount, count(DISTINCT line_id) AS people FROM bill_lines WHERE payer <> 'pusat'
) o
