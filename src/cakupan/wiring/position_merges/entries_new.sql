-- Lines that no position had before.
INSERT INTO positions_listentry (
    area, entry_key, person_id, position_id,
    outcome, agreement_number, decree_number, annex_line, name, nik, card_number, village, segment, payer,
    class_number, submitted_date, decided_by, decided_because, from_date, to_date, end_cause, link, list_file,
    list_row
)
SELECT
    %(area)s, e.entry_key, i.id, %(position)s,
    e.outcome, e.agreement_number, e.decree_number, e.annex_line, e.name, e.nik, e.card_number, e.village, e.segment,
    e.payer, e.class_number, e.submitted_date, e.decided_by, e.decided_because, e.from_date, e.to_date, e.end_cause,
    e.link, e.list_file, e.list_row
FROM entries e
JOIN ids i ON i.n = e.n
WHERE NOT EXISTS (SELECT FROM positions_listentry x WHERE x.area = %(area)s AND x.entry_key = e.entry_key)
