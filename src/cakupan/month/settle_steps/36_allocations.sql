-- Where every rupiah of a payment went: to the month it names, then to the oldest unpaid months, and what is left is paid in excess.
-- Reads named_payment, open_month. What was paid in excess is carried forward: the next month that is due is the oldest unpaid one.
SELECT payment_id, agreement_number, payer, account, named_month AS month_date, named_amount AS amount, 'named_month' AS rule
FROM named_payment
WHERE named_amount > 0
UNION ALL
SELECT payment_id, agreement_number, payer, account, month_date, amount, rule
FROM (
  SELECT
    r.payment_id, r.agreement_number, r.payer, r.account, m.month_date,
    CAST(least(r.rest_before + r.rest, m.open_before + m.open_amount) - greatest(r.rest_before, m.open_before) AS BIGINT) AS amount,
    'oldest_first' AS rule
  FROM (
    SELECT
      payment_id, agreement_number, payer, account, amount - named_amount AS rest,
      coalesce(sum(amount - named_amount) OVER (
        PARTITION BY agreement_number, payer, account ORDER BY disbursement_date, payment_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ), 0) AS rest_before
    FROM named_payment
  ) r
  JOIN open_month m ON m.agreement_number = r.agreement_number AND m.payer = r.payer AND m.account = r.account
    AND r.rest_before < m.open_before + m.open_amount AND m.open_before < r.rest_before + r.rest
) oldest
WHERE amount > 0
UNION ALL
SELECT payment_id, agreement_number, payer, account, CAST(NULL AS DATE), amount, 'overpaid'
FROM (
  SELECT
    r.payment_id, r.agreement_number, r.payer, r.account,
    CAST(r.rest - greatest(0, least(r.rest, coalesce(o.open_amount, 0) - r.rest_before)) AS BIGINT) AS amount
  FROM (
    SELECT
      payment_id, agreement_number, payer, account, amount - named_amount AS rest,
      coalesce(sum(amount - named_amount) OVER (
        PARTITION BY agreement_number, payer, account ORDER BY disbursement_date, payment_id
        ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
      ), 0) AS rest_before
    FROM named_payment
  ) r
  LEFT JOIN (
    SELECT agreement_number, payer, account, sum(open_amount) AS open_amount FROM open_month GROUP BY agreement_number, payer, account
  ) o ON o.agreement_number = r.agreement_number AND o.payer = r.payer AND o.account = r.account
) excess
WHERE amount > 0
