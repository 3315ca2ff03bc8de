-- What those already on the list cost over the year, by budget account, each month at its own rate.
-- Reads enrolled_month, year_rate.
SELECT r.account, CAST(sum(r.amount * e.people) AS BIGINT) AS rupiah
FROM enrolled_month e
JOIN year_rate r ON r.month_date = e.month_date
GROUP BY r.account
