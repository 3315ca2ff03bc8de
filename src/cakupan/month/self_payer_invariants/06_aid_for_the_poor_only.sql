-- Aid is suggested for people of the poverty register only, and never to pay for oneself.
SELECT count(*) AS broken
FROM family_arrears
WHERE suggestion NOT IN ('pbi_jk', 'pemda_within_quota', 'ask_dinsos') OR (suggestion IN ('pbi_jk', 'pemda_within_quota') AND NOT poor)
