-- Poor people in arrears who can be offered aid: alive, here, not above the decile threshold, and not yet paid for by someone else.
-- Reads unpaid_person, poor_person, gone_person, member_person, aid_policy. Their old debt stays theirs.
SELECT p.person_id, min(p.family) AS family, min(d.decile) AS decile
FROM unpaid_person p
CROSS JOIN aid_policy a
JOIN poor_person d ON d.person_id = p.person_id AND d.accepted
LEFT JOIN gone_person g ON 'R' || CAST(g.person_row AS STRING) = p.person_id
LEFT JOIN (
  SELECT DISTINCT person_id FROM member_person WHERE status = 'active' AND coalesce(segment, '') NOT IN ('PBPU', 'BP')
) o ON o.person_id = p.person_id
WHERE g.person_row IS NULL AND o.person_id IS NULL AND (d.decile IS NULL OR a.decile_max IS NULL OR d.decile <= a.decile_max)
GROUP BY p.person_id
