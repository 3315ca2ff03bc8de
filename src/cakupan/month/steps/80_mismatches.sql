-- All mismatches of the month: those of the annex lines with their rupiah, then linking's own, each with the person and the line it concerns.
-- Reads line_mismatch, finding_person, listed_person. Rupiah stand only at the annex line, so that a sum counts each line's code once.
SELECT
  'list' AS subject, coalesce(nik, list_file || ':' || CAST(list_row AS STRING)) AS subject_id, list_row AS subject_row, code, nik, other_id,
  evidence, evidence_kind, evidence_row, suggested_action, bpk_kind, person_id, agreement_number, line_id, list_file, list_row, annex_line, event_date, reported_date,
  provable, rupiah_per_month, rupiah_to_date, borne_by
FROM line_mismatch
UNION ALL
SELECT
  f.subject, f.subject_id, f.subject_row, f.code, f.nik, f.other_id, f.evidence,
  CASE f.subject WHEN 'resident' THEN 'residents' WHEN 'member' THEN 'members' ELSE f.subject END, f.subject_row, f.suggested_action, f.bpk_kind, f.person_id,
  CAST(NULL AS STRING), l.line_id, l.list_file, l.list_row, CAST(NULL AS STRING), f.event_date, CAST(NULL AS DATE),
  FALSE, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS STRING)
FROM finding_person f
LEFT JOIN listed_person l ON l.person_id = f.person_id
