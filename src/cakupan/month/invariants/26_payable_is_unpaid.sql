-- What the ledger still owes is what is due and not paid.
SELECT CASE WHEN l.owed = d.due - a.paid THEN 0 ELSE 1 END AS broken
FROM (SELECT coalesce(sum(credit - debit), 0) AS owed FROM ledger WHERE account_name = 'contribution_payable') l
CROSS JOIN (
  SELECT coalesce(sum(due), 0) AS due FROM month_payment
) d
CROSS JOIN (SELECT coalesce(sum(amount), 0) AS paid FROM allocations WHERE rule <> 'overpaid') a
