-- Each card that became active, ceased to be, or changed its segment between two positions of the branch, with the cause where one is known.
-- Reads card_before, card_after, persons_before, persons_after. Nobody is active on our word: this compares what the branch said on two days.
SELECT
  'branch' AS subject,
  c.direction,
  c.reason,
  c.card_number AS changed_key,
  coalesce(a.nik, b.nik) AS nik,
  coalesce(a.name, b.name) AS name,
  coalesce(a.area_code, b.area_code) AS area_code,
  CAST(NULL AS STRING) AS agreement_number,
  CAST(0 AS BIGINT) AS amount_before,
  CAST(0 AS BIGINT) AS amount_after
FROM (
  SELECT
    coalesce(a.card_number, b.card_number) AS card_number,
    b.person_id AS person_before,
    a.person_id AS person_after,
    CASE WHEN b.status IS DISTINCT FROM 'active' THEN 'came' WHEN a.status IS DISTINCT FROM 'active' THEN 'left' ELSE 'changed' END AS direction,
    CASE
      WHEN b.card_number IS NULL THEN 'new_card'
      WHEN a.card_number IS NULL THEN 'card_gone'
      WHEN a.status <> b.status THEN 'branch_says_' || a.status || coalesce('_' || a.cause, '')
      ELSE 'segment_' || coalesce(b.segment, 'unknown') || '_to_' || coalesce(a.segment, 'unknown')
    END AS reason
  FROM card_before b
  FULL OUTER JOIN card_after a ON a.card_number = b.card_number
  WHERE (a.status = 'active' OR b.status = 'active')
    AND (a.status IS DISTINCT FROM b.status OR a.segment IS DISTINCT FROM b.segment)
) c
LEFT JOIN persons_after a ON a.person_id = c.person_after
LEFT JOIN persons_before b ON b.person_id = c.person_before
