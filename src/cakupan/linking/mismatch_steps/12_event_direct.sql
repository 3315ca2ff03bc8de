-- Events whose person is found in the poverty register or the member master itself, whether or not the resident register has them.
-- Reads: event, event_poverty_links, event_member_links, poverty_group, member_group.
SELECT e.code, e.event_row, e.event_date, e.evidence, 'poverty' AS subject, l.rule, g.row AS subject_row
FROM event e
JOIN event_poverty_links l ON l.query_row = e.event_row AND l.decision = 'accept'
JOIN poverty_group f ON f.row = l.target_row
JOIN poverty_group g ON g.first_row = f.first_row
UNION ALL
SELECT e.code, e.event_row, e.event_date, e.evidence, 'member', l.rule, g.row
FROM event e
JOIN event_member_links l ON l.query_row = e.event_row AND l.decision = 'accept'
JOIN member_group f ON f.row = l.target_row
JOIN member_group g ON g.first_row = f.first_row
