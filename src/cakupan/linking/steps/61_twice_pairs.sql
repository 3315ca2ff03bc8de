-- Pairs of rows of one register that may be the same person, the later row as query.
-- Reads: twice_keys.
SELECT DISTINCT b.row AS query_row, a.row AS target_row FROM twice_keys a JOIN twice_keys b ON b.key = a.key AND b.row > a.row
