-- The lines of the annexes as the newest position says; each keeps its id.
INSERT INTO positions_listentry (
  area, entry_key, person_id, position_id, outcome, agreement_number, decree_number, annex_line, name, nik, card_number, village,
  segment, payer, class_number, submitted_date, decided_by, decided_because, from_date, to_date, end_cause, link, list_file,
  list_row
)
SELECT
  %(area)s, e.entry_key, i.id, %(position)s, e.outcome, e.agreement_number, e.decree_number, e.annex_line, e.name, e.nik,
  e.card_number, e.village, e.segment, e.payer, e.class_number, e.submitted_date, e.decided_by, e.decided_because, e.from_date,
  e.to_date, e.end_cause, e.link, e.list_file, e.list_row
FROM entries e
JOIN ids i ON i.n = e.n
ON CONFLICT (area, entry_key) DO UPDATE SET
  person_id = excluded.person_id, position_id = excluded.position_id, outcome = excluded.outcome,
  agreement_number = excluded.agreement_number, decree_number = excluded.decree_number, annex_line = excluded.annex_line,
  name = excluded.name, nik = excluded.nik, card_number = excluded.card_number, village = excluded.village,
  segment = excluded.segment, payer = excluded.payer, class_number = excluded.class_number,
  submitted_date = excluded.submitted_date, decided_by = excluded.decided_by, decided_because = excluded.decided_because,
  from_date = excluded.from_date, to_date = excluded.to_date, end_cause = excluded.end_cause, link = excluded.link,
  list_file = excluded.list_file, list_row = excluded.list_row
