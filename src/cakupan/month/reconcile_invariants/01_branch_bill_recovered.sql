-- The reconciliation holds the branch's bill to the rupiah, each of its lines once.
SELECT CASE WHEN r.amount = b.amount AND r.people = b.people AND r.people = r.different THEN 0 ELSE 1 END AS broken
FROM (SELECT coalesce(sum(branch_amount), 0) AS amount, count(branch_row) AS people, count(DISTINCT branch_row) AS different FROM reconciliation) r
CROSS JOIN (
  SELECT coalesce(sum(b.rupiah), 0) AS amount, count(b.row) AS people FROM bill b JOIN run u ON u.month = b.month WHERE b.readable
) b
