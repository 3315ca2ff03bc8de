-- No card is in the position's bills twice.
SELECT count(*) - count(DISTINCT card_number) AS broken FROM position_lines
