-- Residents who are younger than three months at the end of the month and whom the branch holds no card of: one row a person.
-- Reads run, residents, resident_person, member_person.
SELECT p.person_id, min(p.resident_row) AS resident_row
FROM resident_person p
JOIN residents r ON r.row = p.resident_row
CROSS JOIN run u
LEFT JOIN (SELECT DISTINCT person_id FROM member_person) m ON m.person_id = p.person_id
WHERE m.person_id IS NULL AND r.population_flag = '0'
  AND month_add(r.birth_date, 3) > u.first_date AND r.birth_date < u.next_first_date
GROUP BY p.person_id
