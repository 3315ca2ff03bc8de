-- Every key under which a person may be found again, one line per key and person (a view: never held whole for a register).
-- Reads: person (the form made by step person). A key with a missing part is no key.
-- Keys are made so that few people share one; how few is counted before any pair is formed (step block_keys).
-- 1 NIK · 2 family card · 3 birth date and sound of name · 4 birth date and village · 5 birth date and mother
-- 6 name and village · 7 name and birth year · 8 name and mother · 9 NIK without serial · 10 end of NIK and sound of name
-- 11 birth date and end of name · 12 birth month and start of name · 13 village, first name and mother
-- 14 first name, mother and birth year · 15 NIK with another first half and birth date
WITH sounded AS (
    SELECT
        row, nik, nik_digits, kk, birth_date, village, name_key, mother_key,
        skeleton(name_key) AS sound,
        skeleton(mother_key) AS mother_sound,
        skeleton(name_key(first_word(name))) AS first_sound,
        year(birth_date) AS birth_year,
        CASE WHEN nik IS NOT NULL THEN idiv(nik, 10000) ELSE whole_number(substr(nik_digits, 1, 12)) END AS nik_start,
        CASE WHEN nik IS NOT NULL THEN nik - idiv(nik, 10000000000) * 10000000000
             ELSE whole_number(substr(nik_digits, length(nik_digits) - 9, 10)) END AS nik_end
    FROM person
)
SELECT row, key_hash(1, nik, 0) AS key FROM sounded WHERE nik IS NOT NULL
UNION ALL
SELECT row, key_hash(2, kk, 0) FROM sounded WHERE kk IS NOT NULL
UNION ALL
SELECT row, key_hash(3, birth_date, substr(sound, 1, 3)) FROM sounded WHERE birth_date IS NOT NULL AND length(sound) > 0
UNION ALL
SELECT row, key_hash(4, birth_date, village) FROM sounded WHERE birth_date IS NOT NULL AND village IS NOT NULL
UNION ALL
SELECT row, key_hash(5, birth_date, substr(mother_sound, 1, 4)) FROM sounded WHERE birth_date IS NOT NULL AND length(mother_sound) > 0
UNION ALL
SELECT row, key_hash(6, name_key, village) FROM sounded WHERE name_key IS NOT NULL AND village IS NOT NULL
UNION ALL
SELECT row, key_hash(7, name_key, birth_year) FROM sounded WHERE name_key IS NOT NULL AND birth_year IS NOT NULL
UNION ALL
SELECT row, key_hash(8, sound, mother_sound) FROM sounded WHERE length(sound) > 1 AND length(mother_sound) > 1
UNION ALL
SELECT row, key_hash(9, nik_start, 0) FROM sounded WHERE nik_start IS NOT NULL
UNION ALL
SELECT row, key_hash(10, nik_end, substr(sound, 1, 2)) FROM sounded WHERE nik_end IS NOT NULL AND length(sound) > 0
UNION ALL
SELECT row, key_hash(11, birth_date, substr(sound, length(sound) - 2, 3)) FROM sounded WHERE birth_date IS NOT NULL AND length(sound) > 2
UNION ALL
SELECT row, key_hash(12, birth_year * 12 + month(birth_date), substr(name_key, 1, 7)) FROM sounded
WHERE birth_date IS NOT NULL AND length(name_key) > 3
UNION ALL
SELECT row, key_hash(13, village, concat(first_sound, '/', substr(mother_sound, 1, 3))) FROM sounded
WHERE village IS NOT NULL AND length(first_sound) > 0 AND length(mother_sound) > 0
UNION ALL
SELECT row, key_hash(14, birth_year, concat(first_sound, '/', mother_sound)) FROM sounded
WHERE birth_year IS NOT NULL AND length(first_sound) > 0 AND length(mother_sound) > 1
UNION ALL
SELECT row, key_hash(15, birth_date, nik_end) FROM sounded WHERE birth_date IS NOT NULL AND nik_end IS NOT NULL
