-- Deaths and departures as one list of people, so that each register is searched once; departures carry their row as a negative number.
-- Reads: deaths_person, moves_person.
SELECT * FROM deaths_person
UNION ALL
SELECT - row AS row, nik, nik_digits, kk, birth_date, sex, village, name, name_key, mother_key, sound, mother_sound, nik_end FROM moves_person
