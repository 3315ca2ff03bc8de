-- No more people are offered the Pemda's quota than it has room for.
SELECT count(*) AS broken
FROM (SELECT count(DISTINCT person_id) AS people FROM family_arrears WHERE suggestion = 'pemda_within_quota') f
CROSS JOIN aid_policy a
WHERE f.people > a.pemda_room
