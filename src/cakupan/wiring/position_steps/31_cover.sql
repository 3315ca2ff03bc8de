-- Cover of each person in the month, once. Reads cover_found.
SELECT
  n, segment, payer, class_number, agreement_number, decree_number, annex_line, from_date, to_date, start_rule, end_cause, list_file,
  list_row
FROM cover_found
WHERE place = 1
