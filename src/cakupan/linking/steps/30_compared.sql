-- Each pair, field by field, as a level of agreement: higher is closer, 0 is different, -1 is "one side is empty".
-- Reads: pairs (query_row, target_row), query and target (the form made by step person).
-- NIK        5 equal · 4 slips in its birth date only · 3 slips in its area or serial only · 2 a digit lost or two exchanged
--            1 the next serial or so, as twins have · 0
-- name       5 same · 4 one slip, or the words in another order · 3 shortened (cut, middle left out, an initial) or a word put in front
--            2 alike · 1 first word alike · 0
-- birth date 5 same · 4 day and month exchanged · 3 one part differs · 2 one is the clerk's 1 January · 1 a year apart · 0
-- household  7 family card and mother · 6 family card · 5 mother and village · 4 mother · 3 family card, other mother
--            2 village · 1 village, other mother · 0      (one field: siblings share all of it)
WITH sides AS (
    SELECT
        p.query_row, p.target_row,
        q.nik AS q_nik, t.nik AS t_nik,
        CASE WHEN q.nik = t.nik THEN NULL ELSE coalesce(q.nik_digits, lpad(CAST(q.nik AS STRING), 16, '0')) END AS q_digits,
        CASE WHEN q.nik = t.nik THEN NULL ELSE coalesce(t.nik_digits, lpad(CAST(t.nik AS STRING), 16, '0')) END AS t_digits,
        q.name AS q_name, t.name AS t_name, q.name_key AS q_key, t.name_key AS t_key,
        levenshtein(q.name_key, t.name_key) AS name_slips,
        least(length(q.name_key), length(t.name_key)) AS shorter,
        q.birth_date AS q_date, t.birth_date AS t_date,
        CASE WHEN q.sex = t.sex THEN 1 WHEN q.sex <> t.sex THEN 0 ELSE -1 END AS sex_level,
        q.kk = t.kk AS same_card,
        q.village = t.village AS same_village,
        CASE WHEN q.mother_key = t.mother_key THEN TRUE
             WHEN q.mother_key IS NULL OR t.mother_key IS NULL THEN NULL
             ELSE (levenshtein(q.mother_key, t.mother_key) <= 1 + idiv(least(length(q.mother_key), length(t.mother_key)), 8))
                  OR (least(length(q.mother_key), length(t.mother_key)) >= 4
                      AND (starts_with(q.mother_key, t.mother_key) OR starts_with(t.mother_key, q.mother_key))) END AS same_mother
    FROM pairs p
    JOIN query q ON q.row = p.query_row
    JOIN target t ON t.row = p.target_row
),
slips AS (
    SELECT *, levenshtein(q_digits, t_digits) AS nik_slips FROM sides
)
SELECT
    query_row, target_row,
    CASE WHEN q_nik = t_nik THEN 5
         WHEN q_digits IS NULL OR t_digits IS NULL THEN -1
         WHEN nik_slips <= 2 AND substr(q_digits, 7, 6) <> substr(t_digits, 7, 6) AND length(q_digits) = 16
              AND substr(q_digits, 1, 6) = substr(t_digits, 1, 6) AND substr(q_digits, 13, 4) = substr(t_digits, 13, 4) THEN 4
         WHEN substr(q_digits, 1, 12) = substr(t_digits, 1, 12) AND length(q_digits) = 16 AND substr(q_digits, 16, 1) <> '0'
              AND abs(whole_number(substr(q_digits, 13, 4)) - whole_number(substr(t_digits, 13, 4))) <= 3 THEN 1
         WHEN substr(q_digits, 1, 12) = substr(t_digits, 1, 12) THEN 3
         WHEN nik_slips <= 2 AND substr(q_digits, 7, 10) = substr(t_digits, 7, 10) THEN 3
         WHEN nik_slips = 1 OR (nik_slips = 2 AND sorted_letters(q_digits) = sorted_letters(t_digits)) THEN 2
         ELSE 0 END AS nik_level,
    CASE WHEN q_key IS NULL OR t_key IS NULL THEN -1
         WHEN q_key = t_key THEN 5
         WHEN name_slips = 1 AND shorter >= 4 THEN 4
         WHEN name_slips = 2 AND shorter >= 9 THEN 4
         WHEN name_slips = 2 AND shorter >= 4 AND sorted_letters(q_key) = sorted_letters(t_key) THEN 4
         WHEN name_slips > 2 AND length(q_key) = length(t_key) AND sorted_words(q_name) = sorted_words(t_name) THEN 4
         WHEN shorter >= 4 AND (starts_with(q_key, t_key) OR starts_with(t_key, q_key)) THEN 3
         WHEN (length(first_word(q_name)) = 1 OR length(first_word(t_name)) = 1)
              AND substr(q_name, 1, 1) = substr(t_name, 1, 1) AND length(last_word(q_name)) >= 3 AND last_word(q_name) = last_word(t_name) THEN 3
         WHEN shorter >= 6 AND name_slips > 2 AND instr(t_name, substr(first_word(q_name), 1, 3)) > 1
              AND levenshtein(sorted_words(q_name), sorted_words(t_name)) <= 2 THEN 3
         WHEN shorter >= 8 AND (ends_with(q_key, t_key) OR ends_with(t_key, q_key)) THEN 3
         WHEN shorter >= 8 AND first_word(q_name) = first_word(t_name) AND last_word(q_name) = last_word(t_name)
              AND (concat(first_word(q_name), ' ', last_word(q_name)) IN (q_name, t_name)
                   OR (substr(q_name, length(first_word(q_name)) + 2, 1) = substr(t_name, length(first_word(t_name)) + 2, 1)
                       AND ' ' IN (substr(q_name, length(first_word(q_name)) + 3, 1), substr(t_name, length(first_word(t_name)) + 3, 1)))) THEN 3
         WHEN shorter >= 6 AND levenshtein(substr(q_key, 1, shorter), substr(t_key, 1, shorter)) <= 1 THEN 2
         WHEN shorter >= 4 AND (ends_with(q_key, t_key) OR ends_with(t_key, q_key)) THEN 2
         WHEN name_slips * 4 <= shorter THEN 2
         WHEN levenshtein(first_word(q_name), first_word(t_name)) <= 1 AND length(first_word(t_name)) >= 4 THEN 2
         WHEN name_slips * 5 <= shorter * 2 THEN 1
         ELSE 0 END AS name_level,
    CASE WHEN q_date IS NULL OR t_date IS NULL THEN -1
         WHEN q_date = t_date THEN 5
         WHEN year(q_date) = year(t_date) AND day(q_date) = month(t_date) AND month(q_date) = day(t_date) THEN 4
         WHEN year(q_date) = year(t_date) AND month(q_date) = month(t_date) THEN 3
         WHEN abs(days_between(q_date, t_date)) <= 1 THEN 3
         WHEN day(q_date) = day(t_date) AND month(q_date) = month(t_date) AND month(q_date) + day(q_date) > 2 THEN 3
         WHEN year(q_date) = year(t_date) AND day(q_date) = day(t_date) AND day(q_date) > 1 THEN 3
         WHEN year(q_date) = year(t_date) AND (month(q_date) + day(q_date) = 2 OR month(t_date) + day(t_date) = 2) THEN 2
         WHEN abs(year(q_date) - year(t_date)) <= 1 THEN 1
         ELSE 0 END AS date_level,
    sex_level,
    CASE WHEN same_card AND same_mother THEN 7
         WHEN same_card AND same_mother IS NULL THEN 6
         WHEN same_mother AND same_village THEN 5
         WHEN same_mother THEN 4
         WHEN same_card THEN 3
         WHEN same_village AND same_mother IS NULL THEN 2
         WHEN same_village THEN 1
         WHEN same_card IS NULL AND same_mother IS NULL AND same_village IS NULL THEN -1
         ELSE 0 END AS household_level
FROM slips
