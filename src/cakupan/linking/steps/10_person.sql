-- One register's rows in the form in which people are compared.
-- Reads: register (rows of one snapshot), function names of linking/names.py.
-- NIK and KK become numbers (16 digits fit in 63 bits), so that five million people fit in memory;
-- a damaged NIK keeps its digits as text. All-zero, all-equal and temporary numbers identify nobody.
WITH words AS (
    SELECT
        row,
        CASE WHEN nik_anomaly IN ('length', 'zero', 'temporary', 'letters', 'missing', 'rounded') THEN NULL
             WHEN length(nik) = 16 AND nik <> repeat(substr(nik, 1, 1), 16) THEN whole_number(nik) END AS nik,
        CASE WHEN length(nik) BETWEEN 12 AND 18 AND length(replace(nik, substr(nik, 1, 1), '')) > 3 THEN nik END AS nik_digits,
        CASE WHEN length(family_card_number) = 16 AND family_card_number <> repeat(substr(family_card_number, 1, 1), 16)
             THEN whole_number(family_card_number) END AS kk,
        birth_date,
        sex,
        whole_number(replace(area_code, '.', '')) AS village,
        common_forms(without_titles(letters_only(name))) AS name,
        common_forms(without_titles(letters_only(mother_name))) AS mother,
        letters_only(address) AS street
    FROM register
    WHERE readable
),
keyed AS (
    SELECT *, name_key(name) AS k, name_key(mother) AS m FROM words
)
SELECT
    row,
    nik,
    CASE WHEN nik IS NULL THEN nik_digits END AS nik_digits,
    kk,
    birth_date,
    sex,
    village,
    CASE WHEN length(k) >= 2 THEN name END AS name,
    CASE WHEN length(k) >= 2 THEN k END AS name_key,
    CASE WHEN length(m) >= 2 THEN m END AS mother_key,
    skeleton(k) AS sound,
    skeleton(m) AS mother_sound,
    CASE WHEN nik IS NOT NULL THEN nik % 10000000000 ELSE whole_number(substr(nik_digits, length(nik_digits) - 9, 10)) END AS nik_end
FROM keyed
