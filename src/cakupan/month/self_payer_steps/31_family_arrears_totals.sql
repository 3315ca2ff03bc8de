-- Arrears of self-paying families by age of debt, by kabupaten or kota, by class and by whether the person is poor: four cuts of the same rows.
-- Reads run, family_arrears, coverage. People are card numbers, families are family cards. Null amounts are not known and are not in the sums.
SELECT
  cut AS `by`, part, count(DISTINCT card_number) AS people, count(DISTINCT family) AS families,
  CAST(sum(amount) AS BIGINT) AS amount, CAST(sum(capped_amount) AS BIGINT) AS capped_amount
FROM (
  SELECT 'age_band' AS cut, coalesce(age_band, '0') AS part, card_number, coalesce(family_card_number, 'card ' || card_number) AS family,
    amount, capped_amount
  FROM family_arrears
  UNION ALL
  SELECT 'area', coalesce(k.area_code, u.area_code), f.card_number, coalesce(f.family_card_number, 'card ' || f.card_number), f.amount, f.capped_amount
  FROM family_arrears f
  CROSS JOIN run u
  LEFT JOIN (SELECT area_code FROM coverage WHERE segment = 'ALL' AND level = 2) k ON k.area_code = substr(f.area_code, 1, 5)
  UNION ALL
  SELECT 'class', CAST(class AS STRING), card_number, coalesce(family_card_number, 'card ' || card_number), amount, capped_amount
  FROM family_arrears
  UNION ALL
  SELECT 'poor', CASE WHEN poor THEN 'true' ELSE 'false' END, card_number, coalesce(family_card_number, 'card ' || card_number), amount, capped_amount
  FROM family_arrears
) cuts
GROUP BY cut, part
