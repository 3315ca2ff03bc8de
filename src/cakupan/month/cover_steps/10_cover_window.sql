-- The stretches [from_date, to_date) of each agreement on which cover is not suspended.
-- Reads agreement, suspension_period. Suspensions that touch are one; an agreement without any has one stretch without bounds.
SELECT
  agreement_number,
  coalesce(lag(to_date) OVER (PARTITION BY agreement_number ORDER BY from_date), DATE '0001-01-01') AS from_date,
  from_date AS to_date
FROM (
  SELECT agreement_number, min(from_date) AS from_date, max(to_date) AS to_date
  FROM (
    SELECT
      t.*, sum(begins) OVER (PARTITION BY agreement_number ORDER BY from_date, to_date, unpaid_month ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS island
    FROM (
      SELECT
        s.*,
        CASE WHEN s.from_date <= max(s.to_date) OVER (
          PARTITION BY s.agreement_number ORDER BY s.from_date, s.to_date, s.unpaid_month ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) THEN 0 ELSE 1 END AS begins
      FROM (
        SELECT agreement_number, from_date, unpaid_month, coalesce(to_date, DATE '9999-12-31') AS to_date FROM suspension_period
        UNION ALL
        SELECT agreement_number, DATE '9999-12-31', DATE '9999-12-31', DATE '9999-12-31' FROM agreement
      ) s
    ) t
  ) numbered
  GROUP BY agreement_number, island
) merged
