-- What the branch says in the position after this one, read before this one is changed: it differs from a new "before".
CREATE TEMP TABLE said_next ON COMMIT DROP AS
SELECT DISTINCT ON (card_number, ordinal, person_id)
  card_number, ordinal, person_id, segment, payer, class_number, status, cause, reason, link, facility_code, facility_name,
  start_date, member_row
FROM positions_card
WHERE area = %(area)s AND month <= %(next_month)s
ORDER BY card_number, ordinal, person_id, month DESC
