-- Events whose person is found in the resident register, by the first row of that person.
-- Reads: event, event_resident_links, resident_group.
SELECT e.code, e.event_row, e.event_date, e.evidence, g.first_row
FROM event e
JOIN event_resident_links l ON l.query_row = e.event_row AND l.decision = 'accept'
JOIN resident_group g ON g.row = l.target_row
