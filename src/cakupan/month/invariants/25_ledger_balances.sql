-- Every entry of the ledger balances.
SELECT count(*) AS broken
FROM (SELECT entry_id FROM ledger GROUP BY entry_id HAVING sum(debit) <> sum(credit) OR count(*) <> 2) t
