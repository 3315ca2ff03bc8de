-- Events whose person is found in the poverty register or the member master itself, whether or not the resident register has them.
-- Reads: event, death_*_links, move_*_links, poverty_group, member_group.
SELECT e.code, e.event_row, e.event_date, e.evidence, l.subject, l.rule, coalesce(p.row, m.row) AS subject_row
FROM event e
JOIN (SELECT 'deceased' AS code, 'poverty' AS subject, query_row, target_row, rule FROM death_poverty_links WHERE decision = 'accept'
      UNION ALL
      SELECT 'moved', 'poverty', query_row, target_row, rule FROM move_poverty_links WHERE decision = 'accept'
      UNION ALL
      SELECT 'deceased', 'member', query_row, target_row, rule FROM death_member_links WHERE decision = 'accept'
      UNION ALL
      SELECT 'moved', 'member', query_row, target_row, rule FROM move_member_links WHERE decision = 'accept') l
  ON l.code = e.code AND l.query_row = e.event_row
LEFT JOIN poverty_group pt ON l.subject = 'poverty' AND pt.row = l.target_row
LEFT JOIN poverty_group p ON l.subject = 'poverty' AND p.first_row = pt.first_row
LEFT JOIN member_group mt ON l.subject = 'member' AND mt.row = l.target_row
LEFT JOIN member_group m ON l.subject = 'member' AND m.first_row = mt.first_row
