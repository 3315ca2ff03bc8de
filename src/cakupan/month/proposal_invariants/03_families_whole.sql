-- No family is split between the proposed and those who wait.
SELECT count(*) AS broken
FROM (
  SELECT coalesce(family_card_number, person_id) AS family
  FROM proposals
  WHERE decision IN ('proposed', 'waiting')
  GROUP BY coalesce(family_card_number, person_id)
  HAVING count(DISTINCT decision) > 1
) t
