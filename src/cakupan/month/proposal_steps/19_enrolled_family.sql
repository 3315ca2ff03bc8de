-- Families of whom somebody is on the agreement's list on the first day of cover, if the agreement says that a newborn follows its mother.
-- Reads list_entries, proposal_terms, residents.
SELECT DISTINCT r.family_card_number AS family
FROM (
  SELECT CAST(substr(e.person_id, 2) AS BIGINT) AS person_row
  FROM list_entries e
  JOIN proposal_terms t ON t.agreement_number = e.agreement_number
  WHERE t.newborn_follows AND e.outcome IN ('billed', 'not_yet_effective') AND e.from_date <= t.effective_date AND e.to_date > t.effective_date
    AND substr(e.person_id, 1, 1) = 'R'
) p
JOIN residents r ON r.row = p.person_row
WHERE r.readable AND r.family_card_number IS NOT NULL
