-- Everyone who came, left or changed between two editions, in the bill and in the branch's position.
-- Reads entry_change, card_change.
SELECT * FROM entry_change
UNION ALL
SELECT * FROM card_change
