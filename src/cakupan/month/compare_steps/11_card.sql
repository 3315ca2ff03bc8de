-- What one edition says of each card of the branch: its status, cause and segment. A master that holds a card twice counts it once.
-- Reads statuses (of that edition). Run once for each side of a comparison.
SELECT card_number, min(person_id) AS person_id, min(status) AS status, min(cause) AS cause, min(segment) AS segment
FROM statuses
WHERE card_number IS NOT NULL AND member_row IS NOT NULL
GROUP BY card_number
