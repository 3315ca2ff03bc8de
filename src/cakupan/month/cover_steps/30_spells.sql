-- The cover spells of our lists, [from, to), never two of one person on one day: a later line only adds the days that earlier ones leave.
-- Reads list_entries, cover_window. A spell is what was decided and agreed, less the days on which the agreement lets unpaid bills suspend
-- it; whether the branch has followed stands in statuses.
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
  FROM (
    SELECT
      l.person_id, l.line_id, l.list_file, l.list_row, l.annex_line, l.segment, l.payer, l.class, l.agreement_number, l.decree_number,
      greatest(l.from_date, w.from_date) AS from_date,
      least(l.to_date, w.to_date) AS to_date,
      CASE WHEN w.from_date > l.from_date THEN 'arrears_paid' ELSE l.start_rule END AS start_rule,
      CASE WHEN w.to_date < l.to_date THEN 'suspended_for_arrears' ELSE l.end_cause END AS end_cause
    FROM list_entries l
    JOIN cover_window w ON w.agreement_number = l.agreement_number AND l.from_date < w.to_date AND w.from_date < l.to_date
    WHERE l.outcome IN ('billed', 'not_yet_effective', 'removed_from_list', 'agreement_ended') AND l.from_date < l.to_date
  ) e
) laid
WHERE covered_until IS NULL OR covered_until < to_date
