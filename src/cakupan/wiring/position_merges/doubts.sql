-- What is wrong in the newest position; what was wrong before keeps its id and the month in which it was first seen.
INSERT INTO positions_mismatch (
  area, key, position_id, first_month, subject, subject_id, subject_row, code, person_id, name, nik, village, other_id, evidence,
  evidence_kind, evidence_file, evidence_row, suggested_action, bpk_kind, agreement_number, annex_line, entry_key, event_date,
  reported_date, provable, rupiah_per_month, rupiah_to_date, borne_by
)
SELECT
  %(area)s, d.key, %(position)s, %(month)s, d.subject, d.subject_id, d.subject_row, d.code, i.id, d.name, d.nik, d.village,
  d.other_id, d.evidence, d.evidence_kind, d.evidence_file, d.evidence_row, d.suggested_action, d.bpk_kind, d.agreement_number,
  d.annex_line, d.entry_key, d.event_date, d.reported_date, d.provable, d.rupiah_per_month, d.rupiah_to_date, d.borne_by
FROM doubts d
LEFT JOIN ids i ON i.n = d.n
ON CONFLICT (area, key) DO UPDATE SET
  position_id = excluded.position_id, first_month = least(positions_mismatch.first_month, excluded.first_month),
  subject_row = excluded.subject_row, person_id = excluded.person_id, name = excluded.name, nik = excluded.nik,
  village = excluded.village, evidence = excluded.evidence, evidence_kind = excluded.evidence_kind,
  evidence_file = excluded.evidence_file, evidence_row = excluded.evidence_row, suggested_action = excluded.suggested_action,
  bpk_kind = excluded.bpk_kind, agreement_number = excluded.agreement_number, annex_line = excluded.annex_line,
  entry_key = excluded.entry_key, event_date = excluded.event_date, reported_date = excluded.reported_date,
  provable = excluded.provable, rupiah_per_month = excluded.rupiah_per_month, rupiah_to_date = excluded.rupiah_to_date,
  borne_by = excluded.borne_by
