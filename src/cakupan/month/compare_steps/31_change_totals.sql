-- How many came, left or changed, by reason, and what that does to the Pemda's bill.
-- Reads changes.
SELECT
  subject, direction, reason, count(*) AS people, CAST(sum(amount_before) AS BIGINT) AS amount_before,
  CAST(sum(amount_after) AS BIGINT) AS amount_after
FROM changes
GROUP BY subject, direction, reason
