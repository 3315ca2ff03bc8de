-- Lines of which the newest position says something else; each keeps its id.
UPDATE positions_listentry x
SET
    person_id = i.id, position_id = %(position)s,
    outcome = e.outcome, agreement_number = e.agreement_number, decree_number = e.decree_number,
    annex_line = e.annex_line, name = e.name, nik = e.nik, card_number = e.card_number, village = e.village,
    segment = e.segment, payer = e.payer, class_number = e.class_number, submitted_date = e.submitted_date,
    decided_by = e.decided_by, decided_because = e.decided_because, from_date = e.from_date, to_date = e.to_date,
    end_cause = e.end_cause, link = e.link, list_file = e.list_file, list_row = e.list_row
FROM entries e
JOIN ids i ON i.n = e.n
WHERE x.area = %(area)s AND x.entry_key = e.entry_key
  AND (
    x.person_id, x.outcome, x.agreement_number, x.decree_number, x.annex_line, x.name, x.nik, x.card_number, x.village,
    x.segment, x.payer, x.class_number, x.submitted_date, x.decided_by, x.decided_because, x.from_date, x.to_date,
    x.end_cause, x.link, x.list_file, x.list_row
  ) IS DISTINCT FROM (
    i.id,
    e.outcome, e.agreement_number, e.decree_number, e.annex_line, e.name, e.nik, e.card_number, e.village, e.segment,
    e.payer, e.class_number, e.submitted_date, e.decided_by, e.decided_because, e.from_date, e.to_date, e.end_cause,
    e.link, e.list_file, e.list_row
  )
