-- Cards that the master no longer holds.
INSERT INTO positions_card (
  area, card_number, ordinal, person_id, month, position_id, segment, payer, class_number, status, cause, reason, link,
  facility_code, facility_name, start_date, member_row
)
SELECT
  %(area)s, b.card_number, b.ordinal, b.person_id, %(month)s, %(position)s, b.segment, b.payer, b.class_number, 'absent', '', '',
  b.link, b.facility_code, b.facility_name, b.start_date, NULL
FROM cards_before b
WHERE b.status <> 'absent' AND NOT EXISTS (
  SELECT FROM said s WHERE s.card_number = b.card_number AND s.ordinal = b.ordinal AND s.person_id = b.person_id
)
