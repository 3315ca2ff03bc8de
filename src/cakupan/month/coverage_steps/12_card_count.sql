-- Distinct card numbers by the card's area and segment, and how many of them the branch calls active.
-- Reads card, members. A segment that could not be read is counted as unknown, so that segments make the whole.
SELECT
  m.area_code, m.area_known, coalesce(m.segment, 'unknown') AS segment, count(*) AS registered,
  CAST(sum(CASE WHEN m.status = 'active' THEN 1 ELSE 0 END) AS BIGINT) AS active
FROM card c
JOIN members m ON m.row = c.member_row
GROUP BY m.area_code, m.area_known, coalesce(m.segment, 'unknown')
