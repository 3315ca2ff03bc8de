-- A payment stands once.
SELECT count(*) - count(DISTINCT payment_id) AS broken FROM payments
