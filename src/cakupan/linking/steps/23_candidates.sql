-- Pairs worth comparing: an unsettled query and a target that share at least one followed key, or a NIK.
-- Reads: query_keys, target_keys, block_keys, nik_pairs, unsettled.
SELECT q.row AS query_row, t.row AS target_row
FROM block_keys b
JOIN query_keys q ON q.key = b.key
JOIN target_keys t ON t.key = b.key
WHERE b.followed
UNION
SELECT query_row, target_row FROM nik_pairs WHERE query_row IN (SELECT row FROM unsettled)
