-- The pairs that an officer called the same person: compared like any other, so that their weight is kept as evidence.
-- Reads: officer_pairs. Run only where officers decided something.
SELECT query_row, target_row FROM officer_pairs WHERE decision = 'same'
