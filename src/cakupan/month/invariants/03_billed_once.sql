-- No annex entry is billed twice for a month in one agreement, payer and account.
SELECT count(*) AS broken
FROM (SELECT line_id FROM bill_lines GROUP BY agreement_number, line_id, payer, account HAVING count(*) > 1) t
