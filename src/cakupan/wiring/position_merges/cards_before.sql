-- What the branch said last before this month.
CREATE TEMP TABLE cards_before ON COMMIT DROP AS
SELECT DISTINCT ON (card_number, ordinal, person_id)
  card_number, ordinal, person_id, segment, payer, class_number, status, cause, reason, link, facility_code, facility_name,
  start_date, member_row
FROM positions_card
WHERE area = %(area)s AND month < %(month)s
ORDER BY card_number, ordinal, person_id, month DESC
