-- The mother of each: the woman on the same family card, twelve years older or more, who bears the name written as the mother's.
-- Reads newborn, residents, resident_person. The first row where two bear it; nobody where the card does not tell.
SELECT person_id, mother_person_id
FROM (
  SELECT
    n.person_id, p.person_id AS mother_person_id, row_number() OVER (PARTITION BY n.person_id ORDER BY w.row) AS choice
  FROM newborn n
  JOIN residents b ON b.row = n.resident_row
  JOIN residents w ON w.family_card_number = b.family_card_number AND w.sex = 'P'
  JOIN resident_person p ON p.resident_row = w.row
  WHERE month_add(w.birth_date, 144) <= b.birth_date AND alike(name_key(w.name), name_key(b.mother_name))
) t
WHERE choice = 1
