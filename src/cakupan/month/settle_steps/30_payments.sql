-- Payments by disbursement (SP2D), each once: the same number, account and month imported again counts once, as it stands in the last file.
-- Reads payment_rows, payment_source, agreement, budget_account. An account number of the budget is told as the account it pays; a payment
-- that names no payer is the agreement's payer's. One that the last file tells with no rupiah was taken back.
SELECT
  payment_id, disbursement_number, disbursement_date, agreement_number, payer, account, named_month, amount, list_file, source_row
FROM (
  SELECT
    named.*,
    row_number() OVER (PARTITION BY payment_id ORDER BY list_ordinal DESC, source_row) AS choice
  FROM (
    SELECT
      d.disbursement_number || '|' || coalesce(k.account, d.account) || '|' || substr(CAST(d.month AS STRING), 1, 7) AS payment_id,
      d.disbursement_number, d.disbursement_date, d.agreement_number, coalesce(d.payer, a.payer) AS payer,
      coalesce(k.account, d.account) AS account, CAST(substr(CAST(d.month AS STRING), 1, 7) || '-01' AS DATE) AS named_month,
      d.rupiah AS amount, s.list_file, d.row AS source_row, d.list_ordinal
    FROM payment_rows d
    JOIN payment_source s ON s.list_ordinal = d.list_ordinal
    LEFT JOIN agreement a ON a.agreement_number = d.agreement_number
    LEFT JOIN budget_account k ON k.agreement_number = d.agreement_number AND k.account_number = d.account
    WHERE d.readable AND d.rupiah IS NOT NULL AND d.disbursement_date IS NOT NULL
  ) named
  WHERE payment_id IS NOT NULL
) each_once
WHERE choice = 1 AND amount > 0
