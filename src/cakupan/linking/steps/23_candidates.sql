-- Pairs worth comparing: a query and a target that share at least one followed key.
-- Reads: query_keys, target_keys, block_keys.
SELECT DISTINCT q.row AS query_row, t.row AS target_row
FROM block_keys b
JOIN query_keys q ON q.key = b.key
JOIN target_keys t ON t.key = b.key
WHERE b.followed
