-- What the branch last said of each card, and what our list says of the same person: never active on our own word.
-- Reads run, member_person, listed_person, absence_cause. People on our list whom the branch's master does not hold await its answer.
SELECT
  m.person_id, m.candidate_person_id, m.link, m.card_number, m.segment, m.payer, m.class,
  coalesce(m.status, 'unknown') AS status,
  u.as_of_date AS as_of,
  CASE
    WHEN m.status IS NULL THEN 'branch_does_not_say'
    WHEN e.line_id IS NULL THEN CASE WHEN m.status = 'active' THEN 'branch_active' ELSE 'branch_inactive' END
    WHEN m.status = 'inactive' THEN 'on_list_branch_inactive'
    WHEN m.segment = e.segment AND coalesce(m.payer, e.payer) = e.payer THEN 'on_list_branch_agrees'
    ELSE 'on_list_branch_other_segment'
  END AS reason,
  CASE WHEN m.status = 'active' THEN CAST(NULL AS STRING) ELSE k.cause END AS cause,
  m.facility_code, m.facility_name, m.start_date, m.member_row, e.line_id, e.list_file, e.list_row
FROM member_person m
CROSS JOIN run u
LEFT JOIN listed_person e ON e.person_id = m.person_id
LEFT JOIN absence_cause k ON k.person_id = m.person_id AND k.segment = m.segment
UNION ALL
SELECT
  e.person_id, e.candidate_person_id, 'none' AS link, e.card_number, e.segment, e.payer, e.class, 'awaiting_branch' AS status,
  u.as_of_date AS as_of, 'on_list_not_in_member_master' AS reason, k.cause,
  CAST(NULL AS STRING) AS facility_code, CAST(NULL AS STRING) AS facility_name, CAST(NULL AS DATE) AS start_date,
  CAST(NULL AS BIGINT) AS member_row, e.line_id, e.list_file, e.list_row
FROM listed_person e
CROSS JOIN run u
LEFT JOIN (SELECT DISTINCT person_id FROM member_person) m ON m.person_id = e.person_id
LEFT JOIN absence_cause k ON k.person_id = e.person_id AND k.segment = e.segment
WHERE m.person_id IS NULL
