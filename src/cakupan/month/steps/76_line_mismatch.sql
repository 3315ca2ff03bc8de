-- What each mismatch of an annex line means in rupiah, and whether it takes the line out of the verified bill.
-- Reads run, line_code, line_to_date, pemda_month, agreement, mismatch_kind. Provable: a code that month/mismatch.py names, begun before the
-- month. Rupiah to date are null where the law gives no rate for a month in between, never 0 for "not known".
SELECT
  c.line_id, c.code, c.event_date, c.reported_date, c.other_id, c.evidence, c.evidence_kind, c.evidence_row, c.person_id, c.agreement_number, c.list_file, c.list_row,
  c.annex_line, c.nik, v.bpk_kind, v.suggested_action, v.ordinal,
  coalesce(v.provable, FALSE) AND (c.since_month IS NULL OR c.since_month <= u.first_date) AS provable,
  CASE WHEN c.outcome = 'billed' THEN n.amount ELSE 0 END AS rupiah_per_month,
  CASE
    WHEN c.outcome <> 'billed' OR c.charged_from_month > u.first_date THEN 0
    WHEN t.months = (extract(year FROM u.first_date) - extract(year FROM c.charged_from_month)) * 12
      + extract(month FROM u.first_date) - extract(month FROM c.charged_from_month) + 1 THEN t.amount
  END AS rupiah_to_date,
  CASE WHEN c.code = 'deceased' THEN a.late_deaths_borne_by END AS borne_by
FROM line_code c
CROSS JOIN run u
LEFT JOIN mismatch_kind v ON v.code = c.code
LEFT JOIN agreement a ON a.agreement_number = c.agreement_number
LEFT JOIN pemda_month n ON n.agreement_number = c.agreement_number AND n.month_date = u.first_date
LEFT JOIN line_to_date t ON t.line_id = c.line_id AND t.code = c.code
