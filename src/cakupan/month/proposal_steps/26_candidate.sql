-- Everyone the proposal speaks of; `hindrance` is null for those to be ranked. Of several priorities the first in the order of the words counts.
-- Reads poor_candidate, newborn, priority_said.
SELECT
  c.person_row, c.person_id, c.resident_row, c.nik, c.name, c.family_card_number, c.family, c.area_code, c.decile, c.poverty_row, c.hindrance,
  c.newborn, p.sick_now, p.pregnant, p.disaster,
  CASE WHEN p.sick_now = 1 THEN 'sick_now' WHEN p.pregnant = 1 THEN 'pregnant' WHEN p.disaster = 1 THEN 'disaster' END AS priority
FROM (
  SELECT person_row, person_id, resident_row, nik, name, family_card_number, family, area_code, decile, poverty_row, hindrance, FALSE AS newborn
  FROM poor_candidate
  UNION ALL
  SELECT person_row, person_id, resident_row, nik, name, family_card_number, family, area_code, CAST(NULL AS INTEGER), CAST(NULL AS BIGINT),
    CAST(NULL AS STRING), TRUE
  FROM newborn
) c
LEFT JOIN (
  SELECT
    nik, max(CASE WHEN priority = 'sick_now' THEN 1 ELSE 0 END) AS sick_now, max(CASE WHEN priority = 'pregnant' THEN 1 ELSE 0 END) AS pregnant,
    max(CASE WHEN priority = 'disaster' THEN 1 ELSE 0 END) AS disaster
  FROM priority_said
  GROUP BY nik
) p ON p.nik = c.nik
