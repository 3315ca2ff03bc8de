-- The cover spells of our lists, [from, to), never two of one person on one day: a later line only adds the days that earlier ones leave.
-- Reads list_entries. A spell is what was decided and agreed; whether the branch has followed stands in statuses.
SELECT
  person_id, line_id, list_file, list_row, annex_line, segment, payer, class, agreement_number, decree_number,
  CASE WHEN covered_until > from_date THEN covered_until ELSE from_date END AS from_date,
  to_date,
  CASE WHEN covered_until > from_date THEN 'after_earlier_line' ELSE start_rule END AS start_rule,
  end_cause
FROM (
  SELECT
    e.*,
    max(e.to_date) OVER (
      PARTITION BY e.person_id ORDER BY e.from_date, e.line_id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
    ) AS covered_until
  FROM list_entries e
  WHERE e.outcome IN ('billed', 'not_yet_effective', 'removed_from_list', 'agreement_ended') AND e.from_date < e.to_date
) laid
WHERE covered_until IS NULL OR covered_until < to_date
