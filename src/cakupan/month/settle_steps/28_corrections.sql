-- Correction notes of the open month: what an earlier month's line should have cost as known now, less what was billed, with its grounds.
-- Reads run, correction_cause, list_entries, line_death, decisions, agreement, bill_part. Who bears a late death is a term of the
-- agreement: by the branch, a credit; by the Pemda, or if the agreement does not say, a note of nothing.
SELECT
  u.first_date AS month_date, c.month_date AS corrected_month, c.entry_key, c.agreement_number, e.line_id, e.person_id, e.nik, e.name, c.payer, c.account,
  c.billed, c.due, c.due - c.billed AS amount, c.cause,
  CASE c.cause
    WHEN 'late_death' THEN x.evidence
    WHEN 'decision_reversed' THEN 'pembatalan pada ' || r.list_file || ' baris ' || CAST(r.row AS STRING)
    WHEN 'rate_changed' THEN 'tarif bulan itu berubah'
    WHEN 'share_changed' THEN 'pembagian antara pembayar berubah'
    ELSE 'masukan lain untuk bulan itu berubah' END AS evidence,
  CASE c.cause
    WHEN 'late_death' THEN c.agreement_number || ': kematian yang terlambat dilaporkan'
    WHEN 'decision_reversed' THEN coalesce(r.decree_number, c.agreement_number)
    WHEN 'rate_changed' THEN b.citation
    WHEN 'share_changed' THEN c.agreement_number || ': pembagian beban'
    ELSE coalesce(e.decree_number, c.agreement_number) END AS citation,
  CASE WHEN c.cause = 'late_death' THEN a.late_deaths_borne_by END AS borne_by
FROM correction_cause c
CROSS JOIN run u
LEFT JOIN list_entries e ON e.line_id = c.line_id
LEFT JOIN line_death x ON x.line_id = c.line_id
LEFT JOIN decisions r ON r.line_id = c.annul_line_id
LEFT JOIN agreement a ON a.agreement_number = c.agreement_number
LEFT JOIN (
  SELECT agreement_number, month_date, max(citation) AS citation FROM bill_part WHERE law_payer = 'pemda' GROUP BY agreement_number, month_date
) b ON b.agreement_number = c.agreement_number AND b.month_date = c.month_date
