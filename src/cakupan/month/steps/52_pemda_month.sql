-- The Pemda's part of one person's contribution, per agreement and month: what is paid without right when the person should not be listed.
-- Reads bill_part. The centre's part is left out: it is not the region's money.
SELECT agreement_number, month_date, CAST(sum(amount) AS BIGINT) AS amount
FROM bill_part
WHERE law_payer = 'pemda'
GROUP BY agreement_number, month_date
