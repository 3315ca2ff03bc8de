-- Cover of the month: the key is person and month, so nobody can be in two segments.
INSERT INTO positions_covermonth (
  area, person_id, month, position_id, segment, payer, class_number, agreement_number, decree_number, annex_line, from_date,
  to_date, start_rule, end_cause, list_file, list_row
)
SELECT
  %(area)s, i.id, %(month)s, %(position)s, c.segment, c.payer, c.class_number, c.agreement_number, c.decree_number, c.annex_line,
  c.from_date, c.to_date, c.start_rule, c.end_cause, c.list_file, c.list_row
FROM cover c
JOIN ids i ON i.n = c.n
