-- Pairs with the same well-formed NIK. Never enough alone: one NIK in twenty on a poverty list is a relative's.
-- Reads: query, target.
SELECT q.row AS query_row, t.row AS target_row FROM query q JOIN target t ON q.nik = t.nik
