-- Children under one year on the first day of cover who live in the family of somebody to be proposed: they come with their mother. Where the
-- agreement says that a newborn follows an enrolled mother, those of families on its list as well. The poverty register is older than they are.
-- Reads poor_candidate, enrolled_family, residents, resident_group, departed, paid_for, speaking_row, proposal_terms.
SELECT
  n.person_row, 'R' || CAST(n.person_row AS STRING) AS person_id, r.row AS resident_row, r.nik, r.name, r.birth_date, r.family_card_number,
  r.family_card_number AS family, r.area_code
FROM (
  SELECT coalesce(g.first_row, r.row) AS person_row, min(r.row) AS resident_row
  FROM residents r
  CROSS JOIN proposal_terms t
  JOIN (
    SELECT family FROM poor_candidate WHERE hindrance IS NULL
    UNION
    SELECT family FROM enrolled_family
  ) f ON f.family = r.family_card_number
  LEFT JOIN resident_group g ON g.row = r.row
  WHERE r.readable AND r.population_flag = '0' AND month_add(r.birth_date, 12) > t.effective_date
  GROUP BY coalesce(g.first_row, r.row)
) n
JOIN residents r ON r.row = n.resident_row
LEFT JOIN speaking_row s ON s.person_row = n.person_row
LEFT JOIN departed d ON d.person_row = n.person_row
LEFT JOIN paid_for h ON h.person_id = 'R' || CAST(n.person_row AS STRING)
WHERE s.person_row IS NULL AND d.person_row IS NULL AND h.person_id IS NULL
