-- Every poor resident with the one reason, if any, why there is nothing to propose.
-- Reads speaking_row, residents, departed, paid_for, proposal_terms. A family is a family card; who has none is a family of one.
SELECT
  s.person_row, 'R' || CAST(s.person_row AS STRING) AS person_id, s.resident_row, r.nik, r.name, r.birth_date, r.family_card_number,
  coalesce(r.family_card_number, 'R' || CAST(s.person_row AS STRING)) AS family, r.area_code, s.decile, s.poverty_row,
  CASE
    WHEN d.code IS NOT NULL THEN d.code
    WHEN coalesce(r.population_flag, '') <> '0' THEN 'not_living_here'
    WHEN s.decile > t.decile_max THEN 'decile_above_threshold'
    WHEN h.on_list = 1 THEN 'on_list_in_force'
    WHEN h.on_list = 0 THEN 'active_in_segment'
  END AS hindrance
FROM speaking_row s
CROSS JOIN proposal_terms t
JOIN residents r ON r.row = s.resident_row
LEFT JOIN departed d ON d.person_row = s.person_row
LEFT JOIN paid_for h ON h.person_id = 'R' || CAST(s.person_row AS STRING)
