-- Every key under which a person may be found again, one line per key and person (a view: never held whole for a register).
-- Reads: person (the form made by step person). A key with a missing part is no key. The same NIK is followed apart (step nik_pairs).
-- Keys are made so that few people share one; how few is counted before any pair is formed (step block_keys).
-- 1 family card · 2 birth date and sound of name · 3 birth date and village · 4 birth date and mother · 5 name and village
-- 6 name and birth year · 7 name and mother · 8 end of NIK and sound of name · 9 village, name and mother
SELECT row, key_hash(1, kk, 0) AS key FROM person WHERE kk IS NOT NULL
UNION ALL
SELECT row, key_hash(2, birth_date, substr(sound, 1, 4)) FROM person WHERE birth_date IS NOT NULL AND length(sound) > 0
UNION ALL
SELECT row, key_hash(3, birth_date, village) FROM person WHERE birth_date IS NOT NULL AND village IS NOT NULL
UNION ALL
SELECT row, key_hash(4, birth_date, substr(mother_sound, 1, 4)) FROM person WHERE birth_date IS NOT NULL AND length(mother_sound) > 0
UNION ALL
SELECT row, key_hash(5, name_key, village) FROM person WHERE name_key IS NOT NULL AND village IS NOT NULL
UNION ALL
SELECT row, key_hash(6, name_key, year(birth_date)) FROM person WHERE name_key IS NOT NULL AND birth_date IS NOT NULL
UNION ALL
SELECT row, key_hash(7, sound, mother_sound) FROM person WHERE length(sound) > 1 AND length(mother_sound) > 1
UNION ALL
SELECT row, key_hash(8, nik_end, substr(sound, 1, 2)) FROM person WHERE nik_end IS NOT NULL AND length(sound) > 0
UNION ALL
SELECT row, key_hash(9, village, concat(substr(sound, 1, 3), '/', substr(mother_sound, 1, 3))) FROM person
WHERE village IS NOT NULL AND length(sound) > 0 AND length(mother_sound) > 0
