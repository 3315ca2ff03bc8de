-- Who owes each row of unpaid months: the person of the card in the branch's master, else of the NIK with a name that is alike, else the card.
-- Reads unpaid, member_person, resident_person. A segment that is not told is PBPU: the law's rates are the same for BP.
SELECT
  u.row AS unpaid_row, coalesce(c.person_id, n.person_id, 'C' || u.card_number) AS person_id, u.card_number, u.family_card_number,
  u.area_code, coalesce(u.segment, 'PBPU') AS segment, u.class, u.first_month, u.months,
  month_add(u.first_month, u.months - 1) AS last_month, u.rupiah AS stated, coalesce(u.family_card_number, 'card ' || u.card_number) AS family
FROM unpaid u
LEFT JOIN (
  SELECT x.row, min(m.person_id) AS person_id
  FROM unpaid x
  JOIN member_person m ON m.card_number = x.card_number
  GROUP BY x.row
) c ON c.row = u.row
LEFT JOIN (
  SELECT x.row, min(r.person_id) AS person_id
  FROM unpaid x
  JOIN resident_person r ON r.nik = x.nik
  WHERE x.readable AND alike(name_key(x.name), name_key(r.name))
  GROUP BY x.row
) n ON n.row = u.row
WHERE u.readable
