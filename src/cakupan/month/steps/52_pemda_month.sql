-- The Pemda's part of one person's contribution, per agreement and month: what is paid without right when the person should not be listed.
-- Reads agreement, law_rate. The centre's part is left out: it is not the region's money.
SELECT a.agreement_number, r.month_date, CAST(sum(r.amount) AS BIGINT) AS amount
FROM agreement a
JOIN law_rate r ON r.segment = a.segment AND r.class = a.class
WHERE r.payer = 'pemda'
GROUP BY a.agreement_number, r.month_date
