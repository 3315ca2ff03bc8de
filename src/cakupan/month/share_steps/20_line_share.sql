-- What each charged line costs each payer and account: its part of the bill, by place where the agreement splits by head-count or cap.
-- Reads placed_line, bill_part. What the capped payer spent before a line follows from its place, as every line costs the same.
SELECT month_date, agreement_number, line_id, law_payer, payer, account, amount, rate_key, citation
FROM (
  SELECT
    l.month_date, l.agreement_number, l.line_id, b.law_payer, b.payer, b.account, b.rate_key, b.citation,
    CASE
      WHEN b.cap IS NULL THEN b.amount
      WHEN b.rest THEN b.law_amount - greatest(0, least(b.capped_part, b.cap - (l.place - 1) * b.capped_line - b.capped_before))
      ELSE greatest(0, least(b.capped_part, b.cap - (l.place - 1) * b.capped_line - b.capped_before))
    END AS amount
  FROM placed_line l
  JOIN bill_part b ON b.agreement_number = l.agreement_number AND b.month_date = l.month_date
    AND (b.from_place IS NULL OR b.from_place <= l.place) AND (b.to_place IS NULL OR l.place < b.to_place)
) t
WHERE amount > 0
