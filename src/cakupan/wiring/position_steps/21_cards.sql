-- What the branch says of each card, and whose it is; a card that the master holds twice is told apart by its order.
-- Reads statuses, numbered. People who await the branch's answer have no card yet and are not here.
SELECT
  coalesce(s.card_number, '') AS card_number,
  CAST(row_number() OVER (PARTITION BY coalesce(s.card_number, ''), n.n ORDER BY s.member_row) - 1 AS INTEGER) AS ordinal,
  n.n,
  coalesce(s.segment, '') AS segment,
  coalesce(s.payer, '') AS payer,
  s.class AS class_number,
  s.status,
  coalesce(s.cause, '') AS cause,
  coalesce(s.reason, '') AS reason,
  coalesce(s.link, '') AS link,
  coalesce(s.facility_code, '') AS facility_code,
  coalesce(substr(s.facility_name, 1, 120), '') AS facility_name,
  s.start_date,
  s.member_row
FROM statuses s
JOIN numbered n ON n.person_id = s.person_id
WHERE s.member_row IS NOT NULL
