-- The place of each charged line in annex order among those of its agreement and month, where the agreement splits by places.
-- Reads charged_line, agreement.
SELECT
  l.month_date, l.agreement_number, l.line_id,
  row_number() OVER (PARTITION BY l.month_date, l.agreement_number ORDER BY l.line_id) AS place
FROM charged_line l
JOIN agreement a ON a.agreement_number = l.agreement_number
WHERE a.share_method IN ('people', 'cap')
UNION ALL
SELECT l.month_date, l.agreement_number, l.line_id, CAST(NULL AS BIGINT)
FROM charged_line l
JOIN agreement a ON a.agreement_number = l.agreement_number
WHERE a.share_method NOT IN ('people', 'cap')
