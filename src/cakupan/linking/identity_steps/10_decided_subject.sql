-- The rows of the poverty register and the member master whose number some decision names, and how often the register holds the number.
-- Reads: identity_decision (every file's lines), poverty, members.
SELECT 'poverty' AS register, row, source_id AS subject_id, nik, count(*) OVER (PARTITION BY source_id) AS held
FROM poverty
WHERE readable AND source_id IN (SELECT subject_id FROM identity_decision WHERE register = 'poverty')
UNION ALL
SELECT 'members', row, card_number, nik, count(*) OVER (PARTITION BY card_number)
FROM members
WHERE readable AND card_number IN (SELECT subject_id FROM identity_decision WHERE register = 'members')
