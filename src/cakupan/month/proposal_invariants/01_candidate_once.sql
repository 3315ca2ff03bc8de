-- Every candidate stands once in the proposal.
SELECT count(*) AS broken
FROM (SELECT person_id, count(*) AS times FROM proposals GROUP BY person_id) p
FULL OUTER JOIN (SELECT DISTINCT person_id FROM candidate) c ON c.person_id = p.person_id
WHERE p.person_id IS NULL OR c.person_id IS NULL OR p.times > 1
