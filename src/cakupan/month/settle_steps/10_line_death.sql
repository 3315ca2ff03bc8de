-- The death of each annex line's person, with its day, by the best source: what a late report corrects.
-- Reads line_doubt. A register that says no more than "dead" gives no day from which a contribution was not due.
SELECT line_id, death_date, reported_date, evidence, month_add(CAST(date_trunc('month', death_date) AS DATE), 1) AS not_due_month
FROM (
  SELECT line_id, event_date AS death_date, reported_date, evidence,
    row_number() OVER (PARTITION BY line_id ORDER BY place, event_date, evidence NULLS LAST, evidence_row NULLS LAST) AS choice
  FROM line_doubt
  WHERE code = 'deceased' AND event_date IS NOT NULL
) d
WHERE choice = 1
