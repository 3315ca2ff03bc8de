-- What the branch says in this position.
CREATE TEMP TABLE said ON COMMIT DROP AS
SELECT
  c.card_number, c.ordinal, i.id AS person_id, c.segment, c.payer, c.class_number, c.status, c.cause, c.reason, c.link,
  c.facility_code, c.facility_name, c.start_date, c.member_row
FROM cards c
JOIN ids i ON i.n = c.n
