-- One row per annex line and code, by the best source, with the first month whose contribution hangs on it.
-- Reads run, line_doubt, list_entries. A month hangs on it if the entry was in force on that month's first day.
SELECT
  d.line_id, d.code, d.event_date, d.reported_date, d.other_id, d.evidence, d.evidence_kind, d.evidence_row, d.since_month,
  e.person_id, e.agreement_number, e.list_file, e.list_row, e.annex_line, e.nik, e.outcome,
  greatest(
    CASE WHEN extract(day FROM e.from_date) = 1 THEN e.from_date ELSE month_add(CAST(date_trunc('month', e.from_date) AS DATE), 1) END,
    d.since_month
  ) AS charged_from_month
FROM (
  SELECT line_id, code, event_date, reported_date, since_month, other_id, evidence, evidence_kind, evidence_row,
    row_number() OVER (
      PARTITION BY line_id, code ORDER BY place, event_date NULLS LAST, since_month NULLS LAST, evidence NULLS LAST, other_id NULLS LAST, evidence_row NULLS LAST
    ) AS choice
  FROM line_doubt
) d
JOIN list_entries e ON e.line_id = d.line_id
WHERE d.choice = 1 AND e.outcome IN ('billed', 'not_yet_effective')
