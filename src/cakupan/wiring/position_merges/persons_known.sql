-- The others are told what the newest position says else of them; who had gone is back.
UPDATE positions_person x
SET
    known_from = p.known_from, nik = p.nik, name = p.name, name_key = p.name_key, birth_date = p.birth_date,
    sex = p.sex, village = p.village, population_flag = p.population_flag, family_card_number = p.family_card_number,
    decile = p.decile, source_file = p.source_file, source_row = p.source_row,
    seen_month = %(month)s, gone_month = NULL
FROM people p
WHERE x.area = %(area)s AND x.identity = p.identity
  AND (x.gone_month IS NOT NULL OR (
    x.known_from, x.nik, x.name, x.name_key, x.birth_date, x.sex, x.village, x.population_flag, x.family_card_number,
    x.decile, x.source_file, x.source_row
  ) IS DISTINCT FROM (
    p.known_from, p.nik, p.name, p.name_key, p.birth_date, p.sex, p.village, p.population_flag, p.family_card_number,
    p.decile, p.source_file, p.source_row
  ))
