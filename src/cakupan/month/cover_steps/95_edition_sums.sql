-- The counts and rupiah by which an edition is known, for its manifest: `part` is null where there is one figure.
-- Reads list_entries, bill_totals, bill_lines, statuses, mismatch_totals, month_payment,
-- pemda_arrears, allocations, corrections. Amounts are whole rupiah; people are annex entries, as billed.
SELECT 'entries' AS name, CAST(NULL AS STRING) AS part, count(*) AS figure FROM list_entries
UNION ALL
SELECT 'people', CAST(NULL AS STRING), count(*) FROM list_entries WHERE outcome = 'billed'
UNION ALL
SELECT 'amount', CAST(NULL AS STRING), CAST(coalesce(sum(amount), 0) AS BIGINT) FROM bill_totals
UNION ALL
SELECT 'pemda_amount', CAST(NULL AS STRING), CAST(coalesce(sum(amount), 0) AS BIGINT) FROM bill_totals WHERE payer <> 'pusat'
UNION ALL
SELECT 'verified_people', CAST(NULL AS STRING), count(DISTINCT line_id) FROM bill_lines WHERE verified
UNION ALL
SELECT 'verified_amount', CAST(NULL AS STRING), CAST(coalesce(sum(verified_amount), 0) AS BIGINT) FROM bill_totals
UNION ALL
SELECT 'verified_pemda_amount', CAST(NULL AS STRING), CAST(coalesce(sum(verified_amount), 0) AS BIGINT) FROM bill_totals WHERE payer <> 'pusat'
UNION ALL
SELECT 'outcomes', outcome, count(*) FROM list_entries GROUP BY outcome
UNION ALL
SELECT 'accounts', payer || ' ' || account, CAST(sum(amount) AS BIGINT) FROM bill_totals GROUP BY payer, account
UNION ALL
SELECT 'verified_accounts', payer || ' ' || account, CAST(sum(verified_amount) AS BIGINT) FROM bill_totals GROUP BY payer, account
UNION ALL
SELECT 'statuses', status, count(DISTINCT person_id) FROM statuses GROUP BY status
UNION ALL
SELECT 'billed_statuses', s.status, count(DISTINCT s.person_id)
FROM statuses s
JOIN (SELECT DISTINCT person_id FROM bill_lines) b ON b.person_id = s.person_id
GROUP BY s.status
UNION ALL
SELECT 'mismatches', code, entries FROM mismatch_totals
UNION ALL
SELECT 'excluded', code, excluded_people FROM mismatch_totals WHERE excluded_people > 0
UNION ALL
SELECT 'due_to_date', CAST(NULL AS STRING), CAST(coalesce(sum(due), 0) AS BIGINT) FROM month_payment
UNION ALL
SELECT 'paid_to_date', CAST(NULL AS STRING), CAST(coalesce(sum(paid), 0) AS BIGINT) FROM month_payment
UNION ALL
SELECT 'pemda_arrears', CAST(NULL AS STRING), CAST(coalesce(sum(unpaid), 0) AS BIGINT) FROM pemda_arrears
UNION ALL
SELECT 'overpaid', CAST(NULL AS STRING), CAST(coalesce(sum(amount), 0) AS BIGINT) FROM allocations WHERE rule = 'overpaid'
UNION ALL
SELECT 'corrections', cause, CAST(sum(amount) AS BIGINT) FROM corrections GROUP BY cause
UNION ALL
SELECT 'causes', cause, count(DISTINCT person_id) FROM statuses WHERE cause IS NOT NULL GROUP BY cause
