-- What is allocated of a payment is the payment.
SELECT count(*) AS broken
FROM payments p
FULL OUTER JOIN (SELECT payment_id, sum(amount) AS amount, min(amount) AS least_amount FROM allocations GROUP BY payment_id) a
  ON a.payment_id = p.payment_id
WHERE p.amount IS NULL OR a.amount IS NULL OR a.amount <> p.amount OR a.least_amount <= 0
