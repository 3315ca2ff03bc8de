-- People whom no position named before. Where a later one is loaded already, they are gone in it.
INSERT INTO positions_person (
  area, identity, known_from, nik, name, name_key, birth_date, sex, village, population_flag, family_card_number, decile,
  source_file, source_row, seen_month, gone_month
)
SELECT
  %(area)s, p.identity, p.known_from, p.nik, p.name, p.name_key, p.birth_date, p.sex, p.village, p.population_flag,
  p.family_card_number, p.decile, p.source_file, p.source_row, %(month)s, CAST(%(next_month)s AS date)
FROM people p
WHERE NOT EXISTS (SELECT FROM positions_person x WHERE x.area = %(area)s AND x.identity = p.identity)
