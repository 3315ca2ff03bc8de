-- Newborns without a card whose mother holds an active one: in which segment, and on the list of which agreement.
-- Reads newborn_mother, statuses, list_entries. Of several active cards the one of PBI JK or the Pemda tells most.
SELECT person_id, mother_person_id, segment, payer, agreement_number
FROM (
  SELECT
    n.person_id, n.mother_person_id, s.segment, s.payer, e.agreement_number,
    row_number() OVER (
      PARTITION BY n.person_id
      ORDER BY CASE WHEN s.segment IN ('PBI_JK', 'PEMDA') THEN 0 ELSE 1 END, s.card_number NULLS LAST, s.member_row
    ) AS choice
  FROM newborn_mother n
  JOIN statuses s ON s.person_id = n.mother_person_id AND s.status = 'active' AND s.segment IS NOT NULL
  LEFT JOIN (
    SELECT person_id, min(agreement_number) AS agreement_number FROM list_entries WHERE outcome = 'billed' GROUP BY person_id
  ) e ON e.person_id = n.mother_person_id
) t
WHERE choice = 1
