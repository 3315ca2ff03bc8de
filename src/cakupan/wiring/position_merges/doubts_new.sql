-- What is wrong since this month.
INSERT INTO positions_mismatch (
    area, key, position_id, first_month, person_id,
    subject, subject_id, code, other_id, subject_row, name, nik, village, evidence, evidence_kind, evidence_file,
    evidence_row, suggested_action, bpk_kind, agreement_number, annex_line, entry_key, event_date, reported_date,
    provable, rupiah_per_month, rupiah_to_date, borne_by
)
SELECT
    %(area)s, d.key, %(position)s, %(month)s, i.id,
    d.subject, d.subject_id, d.code, d.other_id, d.subject_row, d.name, d.nik, d.village, d.evidence, d.evidence_kind,
    d.evidence_file, d.evidence_row, d.suggested_action, d.bpk_kind, d.agreement_number, d.annex_line, d.entry_key,
    d.event_date, d.reported_date, d.provable, d.rupiah_per_month, d.rupiah_to_date, d.borne_by
FROM doubts d
LEFT JOIN ids i ON i.n = d.n
WHERE NOT EXISTS (SELECT FROM positions_mismatch x WHERE x.area = %(area)s AND x.key = d.key)
