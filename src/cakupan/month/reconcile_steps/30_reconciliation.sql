-- The branch's bill by name beside ours: each line of either once, each difference (branch less ours) with its one cause.
-- Reads branch_person, our_line, person_fate, last_entry. A person's lines are paired in order; what one side has more of is a duplicate.
SELECT
  coalesce(b.card_number, o.card_number) AS card_number, coalesce(b.nik, o.nik) AS nik, coalesce(o.person_id, b.person_id) AS person_id,
  coalesce(o.name, b.name) AS name, coalesce(o.agreement_number, e.agreement_number) AS agreement_number, coalesce(b.amount, 0) AS branch_amount,
  coalesce(o.amount, 0) AS our_amount, coalesce(b.amount, 0) - coalesce(o.amount, 0) AS difference,
  CASE
    WHEN b.amount = o.amount THEN 'agrees'
    WHEN b.branch_row IS NOT NULL AND o.line_id IS NOT NULL THEN 'amount_differs'
    WHEN coalesce(b.ordinal, o.ordinal) > 1 THEN 'duplicate'
    WHEN f.code IS NOT NULL THEN f.code
    WHEN b.branch_row IS NULL THEN 'only_ours_awaiting_branch'
    WHEN e.outcome IN ('removed_from_list', 'removed_before_start', 'annulled') THEN 'only_branch_removed'
    WHEN e.outcome = 'agreement_ended' THEN 'only_branch_agreement_ended'
    ELSE 'only_branch_not_listed'
  END AS cause,
  b.branch_row, o.line_id
FROM branch_person b
FULL OUTER JOIN (
  SELECT l.*, row_number() OVER (PARTITION BY l.person_id ORDER BY l.line_id) AS ordinal FROM our_line l
) o ON o.person_id = b.person_id AND o.ordinal = b.ordinal
LEFT JOIN person_fate f ON f.person_id = coalesce(o.person_id, b.person_id)
LEFT JOIN last_entry e ON e.person_id = coalesce(o.person_id, b.person_id)
