-- Every total of the position's bills is the sum of its lines.
SELECT CASE WHEN t.people = l.people AND t.amount = l.amount THEN 0 ELSE 1 END AS broken
FROM (SELECT coalesce(sum(people), 0) AS people, coalesce(sum(amount), 0) AS amount FROM position_totals) t
CROSS JOIN (SELECT count(*) AS people, coalesce(sum(amount), 0) AS amount FROM position_lines) l
