-- Where what earlier editions billed, corrections included, is not what is due as known now; and late deaths that the agreement lets the
-- Pemda bear, as long as no note says so (a note is a correction of nothing).
-- Reads closed_lines, closed_month, due_share, list_entries, line_period, agreement, law_rate. A month for which the law gives no rate is
-- left alone: not known is not nothing.
SELECT d.month_date, d.entry_key, d.agreement_number, d.payer, d.account, d.billed, d.due
FROM (
  SELECT
    month_date, entry_key, agreement_number, payer, account, CAST(sum(billed) AS BIGINT) AS billed, CAST(sum(due) AS BIGINT) AS due,
    max(dead) AS dead, max(noted) AS noted
  FROM (
    SELECT c.month_date, c.entry_key, c.agreement_number, c.payer, c.account, c.amount AS billed, 0 AS due, 0 AS dead,
      CASE WHEN c.amount = 0 THEN 1 ELSE 0 END AS noted
    FROM closed_lines c
    JOIN closed_month k ON k.month_date = c.month_date
    UNION ALL
    SELECT s.month_date, e.entry_key, s.agreement_number, s.payer, s.account, 0, s.amount,
      CASE WHEN s.month_date >= p.dead_month THEN 1 ELSE 0 END, 0
    FROM due_share s
    JOIN list_entries e ON e.line_id = s.line_id
    JOIN line_period p ON p.line_id = s.line_id
  ) beside
  GROUP BY month_date, entry_key, agreement_number, payer, account
  HAVING sum(billed) <> sum(due) OR (max(dead) = 1 AND max(noted) = 0)
) d
LEFT JOIN agreement a ON a.agreement_number = d.agreement_number
LEFT JOIN (SELECT DISTINCT segment, class, month_date FROM law_rate) r
  ON r.segment = a.segment AND r.class = a.class AND r.month_date = d.month_date
WHERE a.agreement_number IS NULL OR r.month_date IS NOT NULL
