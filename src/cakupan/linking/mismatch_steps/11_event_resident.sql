-- Events whose person is found in the resident register, by the first row of that person.
-- Reads: event, death_resident_links, move_resident_links, resident_group.
SELECT e.code, e.event_row, e.event_date, e.evidence, g.first_row
FROM event e
JOIN (SELECT 'deceased' AS code, query_row, target_row FROM death_resident_links WHERE decision = 'accept'
      UNION ALL
      SELECT 'moved', query_row, target_row FROM move_resident_links WHERE decision = 'accept') l
  ON l.code = e.code AND l.query_row = e.event_row
JOIN resident_group g ON g.row = l.target_row
