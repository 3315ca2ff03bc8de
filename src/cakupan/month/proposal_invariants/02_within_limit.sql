-- No more people are proposed than quota and budget hold.
SELECT count(*) AS broken
FROM (SELECT count(*) AS people FROM proposals WHERE decision = 'proposed') p
CROSS JOIN proposal_limit l
WHERE p.people > l.people_max
