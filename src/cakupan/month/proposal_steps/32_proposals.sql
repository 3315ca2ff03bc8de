-- Who is proposed, who waits and why, and who is not eligible: nobody overtakes, the first family that does not fit closes the list.
-- Reads candidate, family_rank, proposal_limit, proposal_terms. People are counted through the families, so what follows a family that does
-- not fit cannot fit either.
SELECT
  CASE WHEN f.family IS NOT NULL THEN
    row_number() OVER (ORDER BY f.place NULLS LAST, c.newborn, c.decile NULLS LAST, c.poverty_row NULLS LAST, c.resident_row) END AS `rank`,
  c.person_id, c.resident_row, c.nik, c.name, c.family_card_number, c.area_code, c.decile, c.priority,
  CASE WHEN f.family IS NULL THEN 'not_eligible' WHEN f.people_through <= l.people_max THEN 'proposed' ELSE 'waiting' END AS decision,
  CASE
    WHEN f.family IS NULL THEN c.hindrance
    WHEN f.people_through <= l.people_max THEN CASE WHEN c.newborn THEN 'newborn_with_family' ELSE 'confirmed_poor' END
    WHEN taken.people = l.people_max THEN l.full_reason
    WHEN f.place = taken.families + 1 THEN 'family_does_not_fit'
    ELSE 'behind_family_that_does_not_fit'
  END AS reason,
  CASE WHEN f.family IS NOT NULL THEN t.effective_date END AS from_date,
  CASE WHEN f.family IS NOT NULL THEN l.person_to_year_end END AS rupiah_to_year_end
FROM candidate c
CROSS JOIN proposal_terms t
CROSS JOIN proposal_limit l
CROSS JOIN (
  SELECT coalesce(max(p.people_through), 0) AS people, count(p.family) AS families
  FROM proposal_limit m
  LEFT JOIN family_rank p ON p.people_through <= m.people_max
) taken
LEFT JOIN family_rank f ON f.family = c.family AND c.hindrance IS NULL
