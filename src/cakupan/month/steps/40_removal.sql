-- The first removal that ends an entry, with the day it takes effect, and the annul that reversed one of its removals, if any.
-- Reads list_line, list_person, annulled_line. A removal answers to entries submitted on the same day or earlier, of its agreement, or of
-- any if it names none; it finds its entry by person, by NIK or by card, for an entry of nobody identified must end as well.
SELECT
  ended.line_id, min(CASE WHEN x.line_id IS NULL THEN removed_date END) AS removed_date, min(x.annul_line_id) AS reversed_by_line
FROM (
  SELECT e.line_id, r.line_id AS removal_line, r.effective_date AS removed_date, e.agreement_number, r.agreement_number AS removed_agreement,
    e.submitted_date, r.submitted_date AS removed_submitted
  FROM list_line e
  JOIN list_person ep ON ep.line_id = e.line_id
  JOIN list_person rp ON rp.person_id = ep.person_id
  JOIN list_line r ON r.line_id = rp.line_id
  WHERE e.decision = 'enrol' AND r.decision = 'remove'
  UNION ALL
  SELECT e.line_id, r.line_id, r.effective_date, e.agreement_number, r.agreement_number, e.submitted_date, r.submitted_date
  FROM list_line e
  JOIN list_line r ON r.nik = e.nik
  WHERE e.decision = 'enrol' AND r.decision = 'remove' AND coalesce(r.nik_anomaly, 'area') IN ('area', 'birth_date')
  UNION ALL
  SELECT e.line_id, r.line_id, r.effective_date, e.agreement_number, r.agreement_number, e.submitted_date, r.submitted_date
  FROM list_line e
  JOIN list_line r ON r.card_number = e.card_number
  WHERE e.decision = 'enrol' AND r.decision = 'remove'
) ended
LEFT JOIN annulled_line x ON x.line_id = ended.removal_line
WHERE removed_submitted >= submitted_date AND (removed_agreement IS NULL OR removed_agreement = agreement_number)
GROUP BY ended.line_id
