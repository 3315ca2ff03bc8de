-- The best candidate of each query and what to make of it: accept, review or none; the runner-up is kept, because a close one forbids accepting.
-- Whatever the weight, a different name is not accepted (the NIK may be a relative's) unless NIK, birth date and family agree (a nickname);
-- nor a name that is not the same to the letter when the NIK is the next one (a twin's: they are named alike); and of two candidates that would each do, the better
-- one must be better by far. From alone_bits on (lists without families) a weight stands alone.
-- Reads: query, target, settled, weighed, target_group (row, first_row: rows of the target that are one person), match_terms.
WITH ranked AS (
    SELECT w.*, g.first_row,
        row_number() OVER (PARTITION BY w.query_row ORDER BY w.bits DESC, w.nik_level DESC, w.target_row) AS place,
        first_value(g.first_row) OVER (PARTITION BY w.query_row ORDER BY w.bits DESC, w.nik_level DESC, w.target_row) AS best_first_row
    FROM weighed w JOIN target_group g ON g.row = w.target_row
),
seconds AS (
    SELECT query_row, max(bits) AS second_bits, min_by(target_row, place) AS second_row FROM ranked WHERE first_row <> best_first_row GROUP BY query_row
),
best AS (
    SELECT r.*, x.second_bits, x.second_row,
        r.bits - coalesce(x.second_bits, r.bits - 100000) AS margin_bits,
        CASE WHEN x.second_bits >= accept_bits THEN margin_bits_of_two ELSE margin_bits_min END AS margin_asked,
        CASE WHEN bits >= alone_bits THEN TRUE
             WHEN nik_level = 1 THEN q.name = t.name
             WHEN name_level >= 2 THEN TRUE
             ELSE nik_level >= 3 AND date_level >= 3 AND sex_level <> 0 AND household_level >= 5 END AS name_agrees
    FROM ranked r
    CROSS JOIN match_terms
    JOIN query q ON q.row = r.query_row
    JOIN target t ON t.row = r.target_row
    LEFT JOIN seconds x ON x.query_row = r.query_row
    WHERE r.place = 1
)
SELECT q.row AS query_row,
    b.target_row, b.nik_level, b.name_level, b.date_level, b.sex_level, b.household_level,
    b.nik_bits, b.name_bits, b.date_bits, b.sex_bits, b.household_bits, b.prior_bits, b.bits, b.second_bits, b.second_row,
    CASE WHEN b.query_row IS NULL OR b.bits < review_bits THEN 'none'
         WHEN s.query_row IS NOT NULL THEN 'accept'
         WHEN b.bits >= accept_bits AND b.name_agrees AND b.margin_bits >= margin_asked THEN 'accept'
         ELSE 'review' END AS decision,
    CASE WHEN b.query_row IS NULL THEN 'no_candidate'
         WHEN b.bits < review_bits THEN 'too_little'
         WHEN s.query_row IS NOT NULL THEN 'nik_and_name'
         WHEN b.bits >= accept_bits AND b.margin_bits < margin_asked THEN 'two_alike'
         WHEN b.bits >= accept_bits AND NOT b.name_agrees THEN 'other_name'
         ELSE 'weight' END AS rule
FROM query q
CROSS JOIN match_terms
LEFT JOIN settled s ON s.query_row = q.row
LEFT JOIN best b ON b.query_row = q.row
