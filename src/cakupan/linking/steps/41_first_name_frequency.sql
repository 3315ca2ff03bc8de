-- How many targets bear each first name, for pairs in which one side is shortened.
-- Reads: target.
SELECT first_word(name) AS first_name, count(*) AS bearers FROM target WHERE name IS NOT NULL GROUP BY first_word(name)
