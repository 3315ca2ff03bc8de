-- The cap only lowers, and what is owed within it is owed whole.
SELECT count(*) AS broken
FROM family_arrears
WHERE capped_amount > amount OR capped_months > months OR (capped_months = months AND capped_amount <> amount)
