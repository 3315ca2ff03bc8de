-- Why a person of our lists may be without cover in a segment: arrears of the agreement, taken off the list, agreement ended. Never confused.
-- Reads list_entries, suspensions. A line in force under an agreement that is not suspended is no cause; ended lines count only where none
-- is in force or to come, the one that ended last.
SELECT
  person_id, segment,
  CASE
    WHEN max(CASE WHEN in_force AND NOT suspended THEN 1 ELSE 0 END) = 1 THEN CAST(NULL AS STRING)
    WHEN max(CASE WHEN in_force THEN 1 ELSE 0 END) = 1 THEN 'suspended_for_arrears'
    ELSE max(CASE WHEN choice = 1 THEN outcome END)
  END AS cause
FROM (
  SELECT
    e.person_id, e.segment, e.outcome, e.outcome IN ('billed', 'not_yet_effective') AS in_force, s.agreement_number IS NOT NULL AS suspended,
    row_number() OVER (PARTITION BY e.person_id, e.segment ORDER BY e.to_date DESC, e.line_id DESC) AS choice
  FROM list_entries e
  LEFT JOIN (SELECT DISTINCT agreement_number FROM suspensions) s ON s.agreement_number = e.agreement_number
  WHERE e.outcome IN ('billed', 'not_yet_effective', 'removed_from_list', 'agreement_ended') AND e.from_date < e.to_date
) t
GROUP BY person_id, segment
