-- Bills that rest on the branch's position and on no list of ours: the aid for each active class III self-payer, and the province's part of
-- each active PBI JK member, by name. Reads run, card, member_person, law_rate, aid_policy. One line per card number; only who is active.
SELECT
  CASE WHEN r.payer = 'provinsi' THEN 'iuran_pbi_provinsi' ELSE 'bantuan_iuran_mandiri' END AS bill,
  m.card_number, m.person_id, m.nik, m.name, m.area_code, m.segment, r.class,
  CASE WHEN r.payer = 'pemda' THEN a.self_payer_aid_payer ELSE r.payer END AS payer,
  r.account, r.amount, r.rate_key, r.citation
FROM member_person m
CROSS JOIN run u
CROSS JOIN aid_policy a
JOIN law_rate r ON r.month_date = u.first_date AND r.segment = m.segment AND r.amount > 0 AND (
  (r.segment IN ('PBPU', 'BP') AND r.class = 3 AND m.class = 3 AND r.payer = 'pemda') OR (r.segment = 'PBI_JK' AND r.payer = 'provinsi'))
JOIN card c ON c.member_row = m.member_row
WHERE m.status = 'active' AND m.segment IN ('PBPU', 'BP', 'PBI_JK')
