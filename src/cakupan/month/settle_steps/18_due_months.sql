-- What every month of every agreement costs each payer and account, from its start to the run's month, as known now.
-- Reads month_people, bill_part. Every line costs the same, so counts suffice: of a capped share, `whole` lines are given in full, and
-- `left` rupiah remain for the line after them.
SELECT agreement_number, month_date, payer, account, CAST(sum(people) AS BIGINT) AS people, CAST(sum(amount) AS BIGINT) AS amount
FROM (
  SELECT
    agreement_number, month_date, payer, account,
    CASE
      WHEN cap IS NULL THEN people
      WHEN NOT rest THEN CASE WHEN capped_part = 0 THEN 0 ELSE least(people, whole + CASE WHEN left_over > 0 THEN 1 ELSE 0 END) END
      WHEN law_amount > capped_part THEN people
      ELSE people - least(people, whole + CASE WHEN left_over >= capped_part THEN 1 ELSE 0 END)
    END AS people,
    CASE
      WHEN cap IS NULL THEN people * amount
      WHEN rest THEN people * law_amount - given
      ELSE given
    END AS amount
  FROM (
    SELECT
      t.*,
      least(people, whole) * capped_part + CASE WHEN people > whole THEN greatest(0, least(capped_part, left_over)) ELSE 0 END AS given
    FROM (
      SELECT
        b.agreement_number, b.month_date, b.payer, b.account, b.law_amount, b.amount, b.cap, b.rest, b.capped_part,
        CASE
          WHEN b.from_place IS NULL THEN n.people
          WHEN b.to_place IS NULL THEN greatest(0, n.people - b.from_place + 1)
          ELSE greatest(0, least(n.people, b.to_place - 1) - b.from_place + 1)
        END AS people,
        CASE WHEN b.capped_line > 0 THEN idiv(b.cap, b.capped_line) ELSE 0 END AS whole,
        CASE WHEN b.capped_line > 0 THEN b.cap - idiv(b.cap, b.capped_line) * b.capped_line ELSE 0 END - b.capped_before AS left_over
      FROM month_people n
      JOIN bill_part b ON b.agreement_number = n.agreement_number AND b.month_date = n.month_date
    ) t
  ) given_by_cap
) counted
WHERE amount > 0
GROUP BY agreement_number, month_date, payer, account
