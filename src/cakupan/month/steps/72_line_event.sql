-- Deaths and departures that name the person of an annex line by NIK and, as a NIK alone is not enough, by a name that is alike or the birth date.
-- Reads run, line_identity, deaths, moves. A move within the area of the payer is no departure.
SELECT
  i.line_id, 'deceased' AS code, d.death_date AS event_date, d.reported_date, d.certificate_number AS other_id,
  'meninggal ' || coalesce(CAST(d.death_date AS STRING), 'tanpa tanggal') || '; akta ' || coalesce(d.certificate_number, 'tanpa nomor')
    AS evidence,
  'deaths' AS evidence_kind, d.row AS evidence_row
FROM line_identity i
JOIN deaths d ON d.nik = i.nik
WHERE d.readable AND (alike(i.name_key, name_key(d.name)) OR i.birth_date = d.birth_date)
UNION ALL
SELECT
  i.line_id, 'moved' AS code, m.move_date AS event_date, CAST(NULL AS DATE) AS reported_date, m.destination_code AS other_id,
  'pindah ' || coalesce(CAST(m.move_date AS STRING), 'tanpa tanggal') || ' ke ' || coalesce(m.destination_code, 'tujuan tak tertulis')
    AS evidence,
  'moves' AS evidence_kind, m.row AS evidence_row
FROM line_identity i
CROSS JOIN run u
JOIN moves m ON m.nik = i.nik
WHERE m.readable AND (alike(i.name_key, name_key(m.name)) OR i.birth_date = m.birth_date)
  AND coalesce(m.destination_code, '') <> u.area_code
  AND substr(coalesce(m.destination_code, ''), 1, length(u.area_code) + 1) <> u.area_code || '.'
