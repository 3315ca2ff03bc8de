-- Cards of which the branch says something else than before. The row in its file is no such thing: it moves with every file.
INSERT INTO positions_card (
  area, card_number, ordinal, person_id, month, position_id, segment, payer, class_number, status, cause, reason, link,
  facility_code, facility_name, start_date, member_row
)
SELECT
  %(area)s, s.card_number, s.ordinal, s.person_id, %(month)s, %(position)s, s.segment, s.payer, s.class_number, s.status, s.cause,
  s.reason, s.link, s.facility_code, s.facility_name, s.start_date, s.member_row
FROM said s
LEFT JOIN cards_before b ON b.card_number = s.card_number AND b.ordinal = s.ordinal AND b.person_id = s.person_id
WHERE b.person_id IS NULL
  OR (b.segment, b.payer, b.class_number, b.status, b.cause, b.reason, b.link, b.facility_code, b.facility_name, b.start_date)
  IS DISTINCT FROM
  (s.segment, s.payer, s.class_number, s.status, s.cause, s.reason, s.link, s.facility_code, s.facility_name, s.start_date)
