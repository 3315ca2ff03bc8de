-- How many targets bear each name that a candidate bears: agreement on a common name says less.
-- Reads: compared, target.
SELECT name_key, count(*) AS bearers FROM target
WHERE name_key IN (SELECT t.name_key FROM compared c JOIN target t ON t.row = c.target_row WHERE c.name_level >= 3)
GROUP BY name_key
