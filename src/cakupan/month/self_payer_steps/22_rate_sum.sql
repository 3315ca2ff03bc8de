-- A self-payer's own part summed from the first month of the law on: what any run of months costs is a difference of two sums.
-- Reads self_payer_rate. `months_through` shows whether a month in between has no rate.
SELECT
  segment, class, month_date,
  CAST(sum(amount) OVER (PARTITION BY segment, class ORDER BY month_date ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT)
    AS amount_through,
  amount,
  row_number() OVER (PARTITION BY segment, class ORDER BY month_date) AS months_through
FROM self_payer_rate
