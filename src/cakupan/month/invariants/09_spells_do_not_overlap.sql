-- No two cover spells of a person overlap, and none is empty.
SELECT count(*) AS broken
FROM (
  SELECT from_date, to_date, lag(to_date) OVER (PARTITION BY person_id ORDER BY from_date, to_date) AS before_date
  FROM spells
) t
WHERE from_date < before_date OR from_date >= to_date
