-- What self-paying families owe, row by row, and for the poor what to offer: PBI JK first, else the Pemda's quota; never to pay for themselves.
-- Reads unpaid_person, unpaid_money, unpaid_suspension, poor_person, gone_person, aid_candidate, aid_family, aid_policy.
SELECT
  p.unpaid_row, p.person_id, p.card_number, p.family_card_number, p.area_code, p.segment, p.class, p.first_month, p.months,
  CAST(m.amount AS BIGINT) AS amount, p.stated, CAST(m.capped_months AS INTEGER) AS capped_months, CAST(m.capped_amount AS BIGINT) AS capped_amount,
  CASE WHEN p.months BETWEEN 1 AND 3 THEN '1-3' WHEN p.months BETWEEN 4 AND 6 THEN '4-6' WHEN p.months BETWEEN 7 AND 12 THEN '7-12'
       WHEN p.months BETWEEN 13 AND 24 THEN '13-24' WHEN p.months > 24 THEN '>24' END AS age_band,
  s.suspended_from,
  coalesce(d.accepted, FALSE) AS poor,
  d.decile,
  CASE
    WHEN c.person_id IS NOT NULL AND a.pbi_open THEN 'pbi_jk'
    WHEN c.person_id IS NOT NULL AND f.people_through <= a.pemda_room THEN 'pemda_within_quota'
    WHEN c.person_id IS NOT NULL THEN 'ask_dinsos'
    WHEN d.accepted = FALSE AND g.person_row IS NULL THEN 'ask_dinsos'
  END AS suggestion,
  m.amount <> p.stated AS differs
FROM unpaid_person p
CROSS JOIN aid_policy a
JOIN unpaid_money m ON m.unpaid_row = p.unpaid_row
LEFT JOIN unpaid_suspension s ON s.unpaid_row = p.unpaid_row
LEFT JOIN poor_person d ON d.person_id = p.person_id
LEFT JOIN gone_person g ON 'R' || CAST(g.person_row AS STRING) = p.person_id
LEFT JOIN aid_candidate c ON c.person_id = p.person_id
LEFT JOIN aid_family f ON f.family = c.family
