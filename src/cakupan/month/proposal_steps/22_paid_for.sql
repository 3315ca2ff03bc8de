-- People who need no proposal: the branch says that a card of theirs is active, or an entry of a list covers the first day or a later one.
-- Reads statuses, list_entries, proposal_terms.
SELECT person_id, max(on_list) AS on_list
FROM (
  SELECT person_id, 0 AS on_list FROM statuses WHERE status = 'active'
  UNION ALL
  SELECT e.person_id, 1
  FROM list_entries e
  CROSS JOIN proposal_terms t
  WHERE e.outcome IN ('billed', 'not_yet_effective') AND e.to_date > t.effective_date
) known
GROUP BY person_id
