-- Deaths and departures on or before the position date; a departure within the regency is none.
-- The row of a departure is negative, as in events_person. Reads: deaths, moves, link_run (as_of).
SELECT 'deceased' AS code, d.row AS event_row, d.death_date AS event_date,
    concat('meninggal ', CAST(d.death_date AS STRING), '; akta ', coalesce(d.certificate_number, 'tanpa nomor'),
           '; berkas kematian baris ', CAST(d.row AS STRING)) AS evidence
FROM deaths d CROSS JOIN link_run
WHERE d.readable AND d.death_date <= as_of
UNION ALL
SELECT 'moved', - m.row, m.move_date,
    concat('pindah ', CAST(m.move_date AS STRING), ' ke ', coalesce(m.destination_code, 'tujuan tak tertulis'),
           '; berkas pindah baris ', CAST(m.row AS STRING))
FROM moves m CROSS JOIN link_run
WHERE m.readable AND m.move_date <= as_of
  AND (m.destination_code IS NULL OR m.area_code IS NULL OR substr(m.destination_code, 1, 5) <> substr(m.area_code, 1, 5))
