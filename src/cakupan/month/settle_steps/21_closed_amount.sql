-- What earlier editions billed for each closed month, corrections included, summed by agreement, payer and account.
-- Reads closed_lines, closed_month, agreement, law_rate. A month for which the law no longer gives a rate is left out: what is due is not known.
SELECT c.agreement_number, c.payer, c.account, c.month_date, CAST(sum(c.amount) AS BIGINT) AS amount
FROM closed_lines c
JOIN closed_month k ON k.month_date = c.month_date
LEFT JOIN agreement a ON a.agreement_number = c.agreement_number
LEFT JOIN (SELECT DISTINCT segment, class, month_date FROM law_rate) r
  ON r.segment = a.segment AND r.class = a.class AND r.month_date = c.month_date
WHERE a.agreement_number IS NULL OR r.month_date IS NOT NULL
GROUP BY c.agreement_number, c.payer, c.account, c.month_date
