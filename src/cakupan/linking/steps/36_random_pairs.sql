-- A seeded sample of pairs of two people who are almost surely different: how often fields agree by chance.
-- Reads: query, target, settled, match_terms. In a small register a random pair may be one person: known pairs are left out.
WITH drawn_queries AS (
    SELECT row, row_number() OVER (ORDER BY random_share(row, 1, seed), row) AS place, draw_max FROM query CROSS JOIN match_terms
),
drawn_targets AS (
    SELECT row, row_number() OVER (ORDER BY random_share(row, 2, seed), row) AS place, draw_max FROM target CROSS JOIN match_terms
    WHERE random_share(row, 3, seed) < draw_share
)
SELECT q.row AS query_row, t.row AS target_row
FROM drawn_queries q
CROSS JOIN drawn_targets t
LEFT JOIN settled s ON s.query_row = q.row AND s.target_row = t.row
WHERE q.place <= q.draw_max AND t.place <= t.draw_max AND s.query_row IS NULL
