-- Rows of the poverty register and the member master with the resident they were accepted as.
-- Reads: poverty_resident_links, member_resident_links, resident_group, residents.
SELECT l.subject, l.query_row AS subject_row, l.target_row AS resident_row, g.first_row, r.nik, r.population_flag,
    l.nik_level, l.name_level, l.date_level, l.sex_level
FROM (SELECT 'poverty' AS subject, query_row, target_row, nik_level, name_level, date_level, sex_level
      FROM poverty_resident_links WHERE decision = 'accept'
      UNION ALL
      SELECT 'member', query_row, target_row, nik_level, name_level, date_level, sex_level
      FROM member_resident_links WHERE decision = 'accept') l
JOIN resident_group g ON g.row = l.target_row
JOIN residents r ON r.row = l.target_row
