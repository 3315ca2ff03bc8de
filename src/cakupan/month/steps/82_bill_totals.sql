-- Sums of the bill by agreement, payer, account and rate, raw and verified.
-- Reads bill_lines. `people` are entries of the annex, as the branch bills them.
SELECT
  month_date, agreement_number, payer, account, rate_key, count(DISTINCT line_id) AS people, CAST(sum(amount) AS BIGINT) AS amount,
  count(DISTINCT CASE WHEN verified THEN line_id END) AS verified_people,
  CAST(sum(CASE WHEN verified THEN amount ELSE 0 END) AS BIGINT) AS verified_amount
FROM bill_lines
GROUP BY month_date, agreement_number, payer, account, rate_key
