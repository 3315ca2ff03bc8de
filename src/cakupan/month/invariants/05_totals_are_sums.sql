-- Every total equals the sum of its lines, raw and verified.
SELECT count(*) AS broken
FROM bill_totals t
FULL OUTER JOIN (
  SELECT agreement_number, payer, account, rate_key, sum(amount) AS amount,
    sum(CASE WHEN excluded_for IS NULL THEN amount ELSE 0 END) AS verified_amount
  FROM bill_lines
  GROUP BY agreement_number, payer, account, rate_key
) s ON s.agreement_number = t.agreement_number AND s.payer = t.payer AND s.account = t.account AND s.rate_key = t.rate_key
WHERE t.amount IS NULL OR s.amount IS NULL OR t.amount <> s.amount OR t.verified_amount <> s.verified_amount
