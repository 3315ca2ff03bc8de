-- Everything that speaks against an annex line this month, one row per line, code and source; `since_month` is the first month it concerns.
-- Reads run, list_entries, finding_person, line_event, resident_person, member_person. Codes are linking's, found here for the annex as a list.
SELECT e.line_id, f.code, 2 AS place, f.event_date, CAST(NULL AS DATE) AS reported_date,
  CASE WHEN f.event_date IS NOT NULL THEN month_add(CAST(date_trunc('month', f.event_date) AS DATE), 1)
       WHEN f.code IN ('deceased', 'moved') THEN u.first_date END AS since_month,
  f.other_id, f.evidence,
  CASE f.subject WHEN 'resident' THEN 'residents' WHEN 'member' THEN 'members' ELSE f.subject END AS evidence_kind,
  f.subject_row AS evidence_row
FROM list_entries e
CROSS JOIN run u
JOIN finding_person f ON f.person_id = e.person_id
WHERE f.code IN ('deceased', 'moved', 'funded_twice', 'wage_earner_paid_by_pemda', 'decile_above_threshold')
UNION ALL
SELECT v.line_id, v.code, 1, v.event_date, v.reported_date,
  CASE WHEN v.event_date IS NULL THEN u.first_date ELSE month_add(CAST(date_trunc('month', v.event_date) AS DATE), 1) END,
  v.other_id, v.evidence, v.evidence_kind, v.evidence_row
FROM line_event v
CROSS JOIN run u
UNION ALL
SELECT e.line_id, 'deceased', 3, CAST(NULL AS DATE), CAST(NULL AS DATE), u.first_date, CAST(NULL AS STRING),
  'FLAG_STATUS 2 pada data penduduk', 'residents', r.resident_row
FROM list_entries e
CROSS JOIN run u
JOIN resident_person r ON r.person_id = e.person_id
WHERE r.population_flag = '2'
UNION ALL
SELECT e.line_id, 'duplicate', 1, CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE),
  CAST(e.first_line AS STRING), 'orang yang sama pada lampiran nomor ' || coalesce(e.first_annex_line, '?'),
  'decisions', e.list_row
FROM (
  SELECT line_id, list_row,
    first_value(line_id) OVER (PARTITION BY person_id, agreement_number ORDER BY from_date, line_id) AS first_line,
    first_value(annex_line) OVER (PARTITION BY person_id, agreement_number ORDER BY from_date, line_id) AS first_annex_line
  FROM list_entries
  WHERE outcome IN ('billed', 'not_yet_effective')
) e
WHERE e.line_id <> e.first_line
UNION ALL
SELECT e.line_id, 'funded_twice', 1, CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), e.first_agreement,
  'juga ditagihkan menurut ' || e.first_agreement, 'decisions', e.list_row
FROM (
  SELECT line_id, list_row, agreement_number,
    first_value(agreement_number) OVER (PARTITION BY person_id ORDER BY from_date, line_id) AS first_agreement
  FROM list_entries
  WHERE outcome = 'billed'
) e
WHERE e.first_agreement <> e.agreement_number
UNION ALL
SELECT e.line_id, CASE WHEN m.segment = 'PBI_JK' THEN 'funded_twice' ELSE 'wage_earner_paid_by_pemda' END, 1,
  CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(date_trunc('month', m.start_date) AS DATE), m.card_number,
  'kartu aktif lain: segmen ' || replace(m.segment, '_', ' '), 'members', m.member_row
FROM list_entries e
JOIN member_person m ON m.person_id = e.person_id
WHERE m.status = 'active' AND (m.segment = 'PBI_JK' OR substr(m.segment, 1, 3) = 'PPU')
UNION ALL
SELECT e.line_id,
  -- A damaged NIK that no card explains is a question, not proof that nobody is there.
  CASE WHEN e.rule = 'card_only' OR coalesce(e.nik_anomaly, 'area') IN ('area', 'birth_date') AND e.nik IS NOT NULL
       THEN 'not_in_register' ELSE 'nik_missing_or_invalid' END, 1, CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS STRING),
  CASE WHEN e.nik IS NULL THEN 'NIK kosong' WHEN e.nik_anomaly IS NOT NULL THEN 'NIK janggal: ' || e.nik_anomaly
       ELSE 'NIK tidak ada pada data penduduk' END || '; tidak ada nama yang sama di desa itu',
  'decisions', e.list_row
FROM list_entries e
WHERE e.link = 'none' AND e.readable
UNION ALL
SELECT e.line_id, 'identity_differs', 1, CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS STRING),
  'NIK berbeda sedikit; nama sama atau mirip pada data penduduk', 'decisions', e.list_row
FROM list_entries e
WHERE e.link = 'accept' AND e.rule IN ('damaged_nik_and_name_and_village', 'damaged_nik_and_name')
UNION ALL
SELECT e.line_id, 'identity_uncertain', 1, CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS DATE), CAST(NULL AS STRING),
  CASE WHEN e.rule = 'nik_with_other_name' THEN 'NIK ada pada data penduduk dengan nama lain'
       WHEN e.rule = 'card_under_review' THEN 'pemadanan kartunya dengan data penduduk perlu diteliti'
       WHEN e.rule = 'name_and_village' THEN 'nama yang sama ada di desa itu dengan NIK lain'
       ELSE 'lebih dari satu penduduk cocok' END,
  'decisions', e.list_row
FROM list_entries e
WHERE e.link = 'review'
