-- Sums of those bills by kabupaten or kota, payer and account; a card of an unknown or outside area counts in the run's own.
-- Reads run, position_lines, coverage.
SELECT
  l.bill, coalesce(k.area_code, u.area_code) AS area_code, l.payer, l.account, count(*) AS people, CAST(sum(l.amount) AS BIGINT) AS amount
FROM position_lines l
CROSS JOIN run u
LEFT JOIN (SELECT area_code FROM coverage WHERE segment = 'ALL' AND level = 2) k ON k.area_code = substr(l.area_code, 1, 5)
GROUP BY l.bill, coalesce(k.area_code, u.area_code), l.payer, l.account
