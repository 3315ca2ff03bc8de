-- The weight of each level in hundredths of a bit: 100 * log2(m / u), m and u counted here and smoothed by what other registers showed.
-- Reads: level_counts, level_prior (field, level, m, u), match_terms. Method: Fellegi and Sunter 1969, without EM: m from vouched pairs, u from random ones.
-- m_bits is 100 * log2(m) alone, for values whose chance agreement is their own frequency.
WITH counted AS (
    SELECT p.field, p.level, p.m, p.u, coalesce(sum(c.matched), 0) AS matched, coalesce(sum(c.at_random), 0) AS at_random
    FROM level_prior p LEFT JOIN level_counts c ON c.field = p.field AND c.level = p.level
    GROUP BY p.field, p.level, p.m, p.u
),
shares AS (
    SELECT field, level,
        (matched + prior_pairs_matched * m) / (sum(matched) OVER (PARTITION BY field) + prior_pairs_matched) AS m,
        (at_random + prior_pairs_random * u) / (sum(at_random) OVER (PARTITION BY field) + prior_pairs_random) AS u
    FROM counted CROSS JOIN match_terms
)
SELECT field, level, m, u,
    CAST(round(100 * log2(m / u)) AS BIGINT) AS bits,
    CAST(round(100 * log2(m)) AS BIGINT) AS m_bits
FROM shares
UNION ALL
SELECT DISTINCT field, -1, CAST(NULL AS DOUBLE), CAST(NULL AS DOUBLE), CAST(0 AS BIGINT), CAST(0 AS BIGINT) FROM level_prior
