-- What was wrong before and is told otherwise now; it keeps its id and the month in which it was first seen.
UPDATE positions_mismatch x
SET
    person_id = i.id, position_id = %(position)s,
    subject_row = d.subject_row, name = d.name, nik = d.nik, village = d.village, evidence = d.evidence,
    evidence_kind = d.evidence_kind, evidence_file = d.evidence_file, evidence_row = d.evidence_row,
    suggested_action = d.suggested_action, bpk_kind = d.bpk_kind, agreement_number = d.agreement_number,
    annex_line = d.annex_line, entry_key = d.entry_key, event_date = d.event_date, reported_date = d.reported_date,
    provable = d.provable, rupiah_per_month = d.rupiah_per_month, rupiah_to_date = d.rupiah_to_date,
    borne_by = d.borne_by
FROM doubts d
LEFT JOIN ids i ON i.n = d.n
WHERE x.area = %(area)s AND x.key = d.key
  AND (
    x.person_id, x.subject_row, x.name, x.nik, x.village, x.evidence, x.evidence_kind, x.evidence_file, x.evidence_row,
    x.suggested_action, x.bpk_kind, x.agreement_number, x.annex_line, x.entry_key, x.event_date, x.reported_date,
    x.provable, x.rupiah_per_month, x.rupiah_to_date, x.borne_by
  ) IS DISTINCT FROM (
    i.id,
    d.subject_row, d.name, d.nik, d.village, d.evidence, d.evidence_kind, d.evidence_file, d.evidence_row,
    d.suggested_action, d.bpk_kind, d.agreement_number, d.annex_line, d.entry_key, d.event_date, d.reported_date,
    d.provable, d.rupiah_per_month, d.rupiah_to_date, d.borne_by
  )
