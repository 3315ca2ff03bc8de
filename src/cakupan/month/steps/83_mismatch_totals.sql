-- Mismatches counted by code: entries, annex lines, rupiah, and what each code takes out of the verified bill.
-- Reads mismatches, line_verdict, line_mismatch. A line with two provable codes is taken out once, for the first.
SELECT
  m.code,
  count(*) AS entries,
  count(DISTINCT CASE WHEN m.subject = 'list' THEN m.line_id END) AS lines,
  CAST(coalesce(sum(m.rupiah_per_month), 0) AS BIGINT) AS rupiah_per_month,
  CASE WHEN count(CASE WHEN m.subject = 'list' AND m.rupiah_to_date IS NULL THEN 1 END) = 0
       THEN CAST(coalesce(sum(m.rupiah_to_date), 0) AS BIGINT) END AS rupiah_to_date,
  count(DISTINCT CASE WHEN v.excluded_for = m.code AND m.subject = 'list' AND m.rupiah_per_month > 0 THEN m.line_id END) AS excluded_people,
  CAST(sum(CASE WHEN v.excluded_for = m.code AND m.subject = 'list' THEN m.rupiah_per_month ELSE 0 END) AS BIGINT) AS excluded_rupiah
FROM mismatches m
LEFT JOIN line_verdict v ON v.line_id = m.line_id
GROUP BY m.code
