-- Nobody is billed twice for a month in the verified bill, by one payer and account.
SELECT count(*) AS broken
FROM (SELECT person_id FROM bill_lines WHERE verified GROUP BY person_id, payer, account HAVING count(*) > 1) t
