-- The months [from_month, to_month) for which each entry is charged, and the month from which a late death takes it out again.
-- Reads list_entries, agreement, line_death. Who bears a late death is a term of the agreement: only the branch's loss ends the duty.
SELECT *
FROM (
  SELECT
    e.line_id, e.agreement_number,
    CASE WHEN extract(day FROM e.from_date) = 1 THEN e.from_date ELSE month_add(CAST(date_trunc('month', e.from_date) AS DATE), 1) END
      AS from_month,
    CASE WHEN extract(day FROM e.to_date) = 1 THEN e.to_date ELSE month_add(CAST(date_trunc('month', e.to_date) AS DATE), 1) END
      AS to_month,
    d.not_due_month AS dead_month,
    CASE WHEN a.late_deaths_borne_by = 'bpjs' THEN d.not_due_month END AS gone_month
  FROM list_entries e
  JOIN agreement a ON a.agreement_number = e.agreement_number
  LEFT JOIN line_death d ON d.line_id = e.line_id
  WHERE e.outcome IN ('billed', 'not_yet_effective', 'removed_from_list', 'agreement_ended') AND e.from_date < e.to_date
) t
WHERE from_month < to_month
