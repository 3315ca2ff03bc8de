-- Nobody is active unless a row of the branch's master says so.
SELECT count(*) AS broken
FROM statuses s
LEFT JOIN member_person m ON m.member_row = s.member_row
WHERE s.status = 'active' AND (m.status IS NULL OR m.status <> 'active')
