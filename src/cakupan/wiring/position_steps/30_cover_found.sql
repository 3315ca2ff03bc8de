-- Spells that touch the month, by person: that of the first day comes first, then the earliest. Reads spells, numbered, loaded_month.
SELECT
  n.n,
  s.segment,
  s.payer,
  s.class AS class_number,
  coalesce(s.agreement_number, '') AS agreement_number,
  coalesce(s.decree_number, '') AS decree_number,
  coalesce(s.annex_line, '') AS annex_line,
  s.from_date,
  s.to_date,
  coalesce(s.start_rule, '') AS start_rule,
  coalesce(s.end_cause, '') AS end_cause,
  coalesce(s.list_file, '') AS list_file,
  s.list_row,
  row_number() OVER (
    PARTITION BY n.n ORDER BY CASE WHEN s.from_date <= m.first_date THEN 0 ELSE 1 END, s.from_date, s.line_id
  ) AS place
FROM spells s
JOIN numbered n ON n.person_id = s.person_id
JOIN loaded_month m ON s.from_date < m.end_date AND s.to_date > m.first_date
