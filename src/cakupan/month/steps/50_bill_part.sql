-- What one person costs each payer, account and month under each agreement: the law's amount, the Pemda's part split as agreed.
-- Reads agreement, agreement_share, law_rate. Whole rupiah by the largest remainder: each payer gets its part rounded down, and the
-- rupiah that are left go one by one to the largest fractions, to the payer named first in the agreement where fractions are equal.
-- A share by head-count pays whole lines [from_place, to_place), one by months whole months. A capped share pays its part until the
-- cap of the month is spent, line by line in annex order, within a line iuran first; the rest takes what it leaves: so a row knows what
-- the capped payer gives in this account (capped_part), in all accounts of a line (capped_line) and in those before it (capped_before).
SELECT
  agreement_number, month_date, law_payer, payer, account, rate_key, citation, confidence, law_amount, amount, from_place, to_place, cap, rest,
  CASE WHEN cap IS NULL THEN CAST(NULL AS BIGINT) ELSE law_amount - rest_part END AS capped_part,
  CASE WHEN cap IS NULL THEN CAST(NULL AS BIGINT)
       ELSE CAST(sum(CASE WHEN rest THEN law_amount - rest_part ELSE 0 END) OVER (PARTITION BY agreement_number, month_date, law_payer) AS BIGINT) END
    AS capped_line,
  CASE WHEN cap IS NULL THEN CAST(NULL AS BIGINT)
       ELSE CAST(coalesce(sum(CASE WHEN rest THEN law_amount - rest_part ELSE 0 END) OVER (
         PARTITION BY agreement_number, month_date, law_payer ORDER BY account_order, account, position
         ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW), 0) - CASE WHEN rest THEN law_amount - rest_part ELSE 0 END AS BIGINT) END
    AS capped_before
FROM (
  SELECT
    parted.*,
    max(CASE WHEN rest THEN amount END) OVER (PARTITION BY agreement_number, month_date, law_payer, account) AS rest_part
  FROM (
    SELECT
      agreement_number, month_date, law_payer, payer, account, rate_key, citation, confidence, law_amount, from_place, to_place, cap,
      rest, position, CASE account WHEN 'iuran' THEN 1 WHEN 'bantuan_iuran' THEN 2 ELSE 3 END AS account_order,
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
          coalesce(h.position, 0) AS position,
          h.from_place,
          h.to_place,
          max(h.cap_per_month) OVER (PARTITION BY a.agreement_number, r.month_date, r.payer, r.account) AS cap,
          coalesce(h.rest, FALSE) AS rest
        FROM agreement a
        JOIN law_rate r ON r.segment = a.segment AND r.class = a.class
        LEFT JOIN agreement_share h ON h.agreement_number = a.agreement_number AND r.payer = 'pemda'
        WHERE (h.from_month IS NULL OR h.from_month <= r.month_date) AND (h.to_month IS NULL OR r.month_date < h.to_month)
      ) s
    ) ranked
  ) parted
) rested
