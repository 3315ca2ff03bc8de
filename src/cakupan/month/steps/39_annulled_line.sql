-- Decisions that were reversed: an annul voids the last decision before it about the same person, an entry from its start, a removal as well.
-- Reads list_line, list_person. It answers to decisions submitted on the same day or earlier, of its agreement, or of any if one of the
-- two names none; like a removal it finds them by person, by NIK or by card.
SELECT line_id, min(annul_line_id) AS annul_line_id
FROM (
  SELECT
    line_id, annul_line_id,
    row_number() OVER (PARTITION BY annul_line_id ORDER BY submitted_date DESC, line_id DESC) AS choice
  FROM (
    SELECT d.line_id, d.submitted_date, d.agreement_number, a.line_id AS annul_line_id, a.submitted_date AS annul_submitted,
      a.agreement_number AS annul_agreement
    FROM list_line a
    JOIN list_person ap ON ap.line_id = a.line_id
    JOIN list_person dp ON dp.person_id = ap.person_id
    JOIN list_line d ON d.line_id = dp.line_id
    WHERE a.readable AND a.decision = 'annul' AND d.readable AND coalesce(d.decision, 'enrol') <> 'annul'
    UNION
    SELECT d.line_id, d.submitted_date, d.agreement_number, a.line_id, a.submitted_date, a.agreement_number
    FROM list_line a
    JOIN list_line d ON d.nik = a.nik
    WHERE a.readable AND a.decision = 'annul' AND d.readable AND coalesce(d.decision, 'enrol') <> 'annul'
      AND coalesce(a.nik_anomaly, 'area') IN ('area', 'birth_date')
    UNION
    SELECT d.line_id, d.submitted_date, d.agreement_number, a.line_id, a.submitted_date, a.agreement_number
    FROM list_line a
    JOIN list_line d ON d.card_number = a.card_number
    WHERE a.readable AND a.decision = 'annul' AND d.readable AND coalesce(d.decision, 'enrol') <> 'annul'
  ) named
  WHERE submitted_date <= annul_submitted
    AND (annul_agreement IS NULL OR agreement_number IS NULL OR annul_agreement = agreement_number)
) ordered
WHERE choice = 1
GROUP BY line_id
