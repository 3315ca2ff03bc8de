-- Nobody who waits stands before somebody proposed, and ranks have no gap.
SELECT count(*) AS broken
FROM (
  SELECT max(CASE WHEN decision = 'proposed' THEN `rank` END) AS last_proposed, min(CASE WHEN decision = 'waiting' THEN `rank` END) AS first_waiting,
    max(`rank`) AS last_rank, count(`rank`) AS ranked, count(DISTINCT `rank`) AS ranks
  FROM proposals
) t
WHERE last_proposed > first_waiting OR last_rank <> ranked OR ranks <> ranked
