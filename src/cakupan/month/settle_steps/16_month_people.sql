-- How many lines each agreement owes for in each of its months: by counts, never line by line.
-- Reads line_period, agreement_month. A late death counts out in closed months alone, where a correction says so: the open bill names
-- whom the list names, and the verified bill beside it leaves the dead out.
SELECT m.agreement_number, m.month_date, CAST(sum(p.people) AS BIGINT) AS people
FROM (
  SELECT agreement_number, from_month, to_month, gone_month, count(*) AS people
  FROM line_period
  GROUP BY agreement_number, from_month, to_month, gone_month
) p
JOIN agreement_month m
  ON m.agreement_number = p.agreement_number AND p.from_month <= m.month_date AND m.month_date < p.to_month
  AND (p.gone_month IS NULL OR m.month_date < p.gone_month OR NOT m.closed)
GROUP BY m.agreement_number, m.month_date
