-- Every readable row of unpaid months stands once among the arrears.
SELECT count(*) AS broken
FROM (SELECT row FROM unpaid WHERE readable) u
FULL OUTER JOIN (SELECT unpaid_row, count(*) AS times FROM family_arrears GROUP BY unpaid_row) f ON f.unpaid_row = u.row
WHERE u.row IS NULL OR f.unpaid_row IS NULL OR f.times <> 1
