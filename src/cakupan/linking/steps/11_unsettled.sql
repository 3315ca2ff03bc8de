-- The queries that NIK and name did not settle.
-- Reads: query, settled.
SELECT * FROM query WHERE row NOT IN (SELECT query_row FROM settled)
