-- The row that speaks for each card number: the first active one, else the first. A master may hold a card twice.
-- Reads members. Row numbers stay far below 10^12, so one pass finds it.
SELECT min(CASE WHEN status = 'active' THEN row ELSE row + 1000000000000 END) % 1000000000000 AS member_row
FROM members
WHERE readable AND card_number IS NOT NULL
GROUP BY card_number
