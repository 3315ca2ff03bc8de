-- What one person costs each payer, account and month under each agreement: the law's amount, the Pemda's part split as agreed.
-- Reads agreement, agreement_share, law_rate. Whole rupiah by the largest remainder: each payer gets its part rounded down, and the
-- rupiah that are left go one by one to the largest fractions, to the payer named first in the agreement where fractions are equal.
SELECT
  agreement_number, month_date, law_payer, payer, account, rate_key, citation, confidence,
  CAST(floor_amount + CASE WHEN remainder_rank <= law_amount - floor_sum THEN 1 ELSE 0 END AS BIGINT) AS amount
FROM (
  SELECT
    s.*,
    sum(floor_amount) OVER (PARTITION BY agreement_number, month_date, law_payer, account) AS floor_sum,
    row_number() OVER (
      PARTITION BY agreement_number, month_date, law_payer, account ORDER BY remainder DESC, position
    ) AS remainder_rank
  FROM (
    SELECT
      a.agreement_number,
      r.month_date,
      r.payer AS law_payer,
      CASE WHEN r.payer = 'pemda' THEN h.payer ELSE r.payer END AS payer,
      r.account,
      r.rate_key,
      r.citation,
      r.confidence,
      r.amount AS law_amount,
      CASE WHEN r.payer = 'pemda' THEN idiv(r.amount * h.parts_per_million, 1000000) ELSE r.amount END AS floor_amount,
      CASE WHEN r.payer = 'pemda'
           THEN r.amount * h.parts_per_million - idiv(r.amount * h.parts_per_million, 1000000) * 1000000
           ELSE 0 END AS remainder,
      coalesce(h.position, 0) AS position
    FROM agreement a
    JOIN law_rate r ON r.segment = a.segment AND r.class = a.class
    LEFT JOIN agreement_share h ON h.agreement_number = a.agreement_number AND r.payer = 'pemda'
  ) s
) ranked
