-- Agreements whose members are without cover now because a bill is unpaid.
-- Reads suspension_period.
SELECT agreement_number, from_date, unpaid_month, due_date, citation
FROM suspension_period
WHERE to_date IS NULL
