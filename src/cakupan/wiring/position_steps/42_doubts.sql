-- Data that does not match, each under a key that is the same next month as long as the same thing is wrong; a thing that a register
-- says several times is told apart by its order. Poverty rows of nobody in the register are named as their register names them.
-- Reads mismatches, numbered, people, poverty, list_entries, source_file.
SELECT
  sha256(
    concat_ws('|', m.subject, m.subject_id, m.code, coalesce(m.other_id, ''), CASE WHEN m.time > 1 THEN CAST(m.time AS STRING) END)
  ) AS key,
  m.subject,
  m.subject_id,
  m.subject_row,
  m.code,
  n.n,
  coalesce(substr(coalesce(p.name, v.name), 1, 200), '') AS name,
  coalesce(substr(coalesce(m.nik, v.nik), 1, 32), '') AS nik,
  coalesce(p.village, v.area_code, '') AS village,
  coalesce(m.other_id, '') AS other_id,
  coalesce(m.evidence, '') AS evidence,
  coalesce(m.evidence_kind, '') AS evidence_kind,
  coalesce(CASE WHEN m.evidence_kind = 'decisions' THEN m.list_file ELSE f.file END, '') AS evidence_file,
  m.evidence_row,
  coalesce(m.suggested_action, '') AS suggested_action,
  coalesce(m.bpk_kind, '') AS bpk_kind,
  coalesce(m.agreement_number, '') AS agreement_number,
  coalesce(m.annex_line, '') AS annex_line,
  coalesce(l.entry_key, '') AS entry_key,
  m.event_date,
  m.reported_date,
  coalesce(m.provable, false) AS provable,
  m.rupiah_per_month,
  m.rupiah_to_date,
  coalesce(m.borne_by, '') AS borne_by
FROM (
  SELECT
    *,
    row_number() OVER (
      PARTITION BY subject, subject_id, code, other_id ORDER BY subject_row, evidence NULLS LAST, evidence_row NULLS LAST, line_id NULLS LAST
    ) AS time
  FROM mismatches
) m
LEFT JOIN numbered n ON n.person_id = m.person_id
LEFT JOIN people p ON p.n = n.n
LEFT JOIN poverty v ON m.subject = 'poverty' AND v.row = m.subject_row
LEFT JOIN list_entries l ON l.line_id = m.line_id
LEFT JOIN source_file f ON f.kind = m.evidence_kind
