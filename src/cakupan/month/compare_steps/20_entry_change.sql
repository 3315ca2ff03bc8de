-- Each annex line that is billed in one edition and not, or otherwise, in the other: who came, who left, and why.
-- Reads entry_before, entry_after. A line is known by its entry_key in every edition.
SELECT
  'bill' AS subject,
  CASE WHEN b.outcome IS DISTINCT FROM 'billed' THEN 'came' WHEN a.outcome IS DISTINCT FROM 'billed' THEN 'left' ELSE 'changed' END AS direction,
  CASE
    WHEN b.entry_key IS NULL THEN 'new_line'
    WHEN a.entry_key IS NULL THEN 'line_gone'
    WHEN b.outcome <> 'billed' THEN 'was_' || b.outcome
    WHEN a.outcome <> 'billed' THEN a.outcome
    WHEN a.excluded_for IS DISTINCT FROM b.excluded_for THEN coalesce('now_' || a.excluded_for, 'no_longer_' || b.excluded_for)
    ELSE 'rate_or_share'
  END AS reason,
  coalesce(a.entry_key, b.entry_key) AS changed_key,
  coalesce(a.nik, b.nik) AS nik,
  coalesce(a.name, b.name) AS name,
  coalesce(a.area_code, b.area_code) AS area_code,
  coalesce(a.agreement_number, b.agreement_number) AS agreement_number,
  coalesce(b.amount, 0) AS amount_before,
  coalesce(a.amount, 0) AS amount_after
FROM entry_before b
FULL OUTER JOIN entry_after a ON a.entry_key = b.entry_key
WHERE (a.outcome = 'billed' OR b.outcome = 'billed')
  AND (a.outcome IS DISTINCT FROM b.outcome OR a.amount IS DISTINCT FROM b.amount OR a.excluded_for IS DISTINCT FROM b.excluded_for)
