-- Pairs of rows of one register that may be the same person, the later row as query.
-- Reads: keys_of_rows (twice_keys, or thorough_keys).
SELECT DISTINCT b.row AS query_row, a.row AS target_row FROM keys_of_rows a JOIN keys_of_rows b ON b.key = a.key AND b.row > a.row
