-- The reconciliation in sums: lines and rupiah of both sides by cause.
-- Reads reconciliation.
SELECT
  cause, count(*) AS people, CAST(sum(branch_amount) AS BIGINT) AS branch_amount, CAST(sum(our_amount) AS BIGINT) AS our_amount,
  CAST(sum(difference) AS BIGINT) AS difference
FROM reconciliation
GROUP BY cause
