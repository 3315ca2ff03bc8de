-- The lines of the annexes and what became of them. Reads list_entries, numbered.
SELECT
  l.entry_key,
  n.n,
  l.outcome,
  coalesce(l.agreement_number, '') AS agreement_number,
  coalesce(l.decree_number, '') AS decree_number,
  coalesce(l.annex_line, '') AS annex_line,
  coalesce(substr(l.name, 1, 200), '') AS name,
  coalesce(substr(l.nik, 1, 32), '') AS nik,
  coalesce(substr(l.card_number, 1, 32), '') AS card_number,
  coalesce(l.area_code, '') AS village,
  coalesce(l.segment, '') AS segment,
  coalesce(l.payer, '') AS payer,
  l.class AS class_number,
  l.submitted_date,
  coalesce(substr(l.decided_by, 1, 120), '') AS decided_by,
  coalesce(substr(l.decided_because, 1, 200), '') AS decided_because,
  l.from_date,
  l.to_date,
  coalesce(l.end_cause, '') AS end_cause,
  coalesce(l.link, '') AS link,
  coalesce(l.list_file, '') AS list_file,
  l.list_row
FROM list_entries l
JOIN numbered n ON n.person_id = l.person_id
