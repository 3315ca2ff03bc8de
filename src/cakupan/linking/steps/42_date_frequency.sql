-- How many targets share each birth date: a clerk's default date is shared by thousands.
-- Reads: target.
SELECT birth_date, count(*) AS bearers FROM target WHERE birth_date IS NOT NULL GROUP BY birth_date
