-- The same people under the birth dates that a clerk may have meant: day and month exchanged, or the date inside the NIK.
-- Reads: person, match_terms. Only for the side that asks; the register that answers is taken at its word.
-- Women carry the day plus 40 in the NIK; its two-digit year is read as the birth date's century, else as the last that fits.
WITH parts AS (
    SELECT *,
        whole_number(substr(lpad(CAST(nik AS STRING), 16, '0'), 7, 2)) AS nik_day,
        whole_number(substr(lpad(CAST(nik AS STRING), 16, '0'), 9, 2)) AS nik_month,
        whole_number(substr(lpad(CAST(nik AS STRING), 16, '0'), 11, 2)) AS nik_year
    FROM person
),
variants AS (
    SELECT row, sex, village, name, name_key, mother_key, sound, mother_sound,
        CASE WHEN day(birth_date) <= 12 AND day(birth_date) <> month(birth_date)
             THEN try_date(year(birth_date), day(birth_date), month(birth_date)) END AS birth_date
    FROM parts
    UNION ALL
    SELECT row, sex, village, name, name_key, mother_key, sound, mother_sound,
        try_date(nik_year + CASE WHEN nik_year > as_of_year - 2000 THEN 1900 ELSE 2000 END, nik_month,
                 CASE WHEN nik_day > 40 THEN nik_day - 40 ELSE nik_day END)
    FROM parts CROSS JOIN match_terms WHERE nik IS NOT NULL
)
SELECT row, CAST(NULL AS BIGINT) AS nik, CAST(NULL AS STRING) AS nik_digits, CAST(NULL AS BIGINT) AS kk, birth_date, sex, village,
    name, name_key, mother_key, sound, mother_sound, CAST(NULL AS BIGINT) AS nik_end
FROM variants WHERE birth_date IS NOT NULL
