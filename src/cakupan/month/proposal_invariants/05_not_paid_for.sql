-- Nobody is proposed whom the branch calls active or a list already covers.
SELECT count(*) AS broken
FROM proposals p
JOIN paid_for h ON h.person_id = p.person_id
WHERE p.decision <> 'not_eligible'
