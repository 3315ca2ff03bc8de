-- From which day cover stops for each row: by the first of its unpaid months for which the law says so.
-- Reads unpaid_person, suspension_rule. Null where the law that was read says nothing of those months.
SELECT unpaid_row, min(month_add(first_month, months_after)) AS suspended_from
FROM (
  SELECT p.unpaid_row, p.last_month, greatest(p.first_month, s.unpaid_from) AS first_month, s.unpaid_to, s.months_after
  FROM unpaid_person p
  CROSS JOIN suspension_rule s
) t
WHERE first_month <= last_month AND (unpaid_to IS NULL OR first_month < unpaid_to)
GROUP BY unpaid_row
