-- The weight of each pair: sum over the fields, less what it takes to single one person out of the population.
-- Reads: compared, target, weights, name_frequency, first_name_frequency, date_frequency, match_terms.
-- A NIK that differs in area or serial alone repeats the birth date, which is weighed already: beside that date it is capped.
-- All in whole hundredths of a bit, so that every engine decides alike. The household field is capped: relatives share it.
WITH valued AS (
    SELECT c.*,
        CASE WHEN c.nik_level IN (1, 3) AND c.date_level >= 3 THEN least(n.bits, nik_near_bits_max) ELSE n.bits END AS nik_bits,
        s.bits AS sex_bits,
        least(h.bits, household_bits_max) AS household_bits,
        CASE c.name_level
            WHEN 5 THEN a.m_bits + CAST(round(100 * log2(population / CAST(nf.bearers AS DOUBLE))) AS BIGINT)
            WHEN 4 THEN least(a.bits, a.m_bits + CAST(round(100 * log2(population / CAST(nf.bearers AS DOUBLE))) AS BIGINT))
            WHEN 3 THEN least(a.bits, a.m_bits + CAST(round(100 * log2(population / CAST(ff.bearers AS DOUBLE))) AS BIGINT))
            ELSE a.bits END AS name_bits,
        CASE c.date_level
            WHEN 5 THEN d.m_bits + CAST(round(100 * log2(population / CAST(df.bearers AS DOUBLE))) AS BIGINT)
            ELSE d.bits END AS date_bits,
        - CAST(round(100 * log2(population)) AS BIGINT) AS prior_bits
    FROM compared c
    CROSS JOIN match_terms
    JOIN target t ON t.row = c.target_row
    JOIN weights n ON n.field = 'nik' AND n.level = c.nik_level
    JOIN weights a ON a.field = 'name' AND a.level = c.name_level
    JOIN weights d ON d.field = 'date' AND d.level = c.date_level
    JOIN weights s ON s.field = 'sex' AND s.level = c.sex_level
    JOIN weights h ON h.field = 'household' AND h.level = c.household_level
    LEFT JOIN name_frequency nf ON nf.name_key = t.name_key
    LEFT JOIN first_name_frequency ff ON ff.first_name = first_word(t.name)
    LEFT JOIN date_frequency df ON df.birth_date = t.birth_date
)
SELECT query_row, target_row, nik_level, name_level, date_level, sex_level, household_level,
    nik_bits, name_bits, date_bits, sex_bits, household_bits, prior_bits,
    nik_bits + name_bits + date_bits + sex_bits + household_bits + prior_bits AS bits
FROM valued
