-- Each annex line's mismatch codes in one text, and the first code, in the order of month/mismatch.py, that takes it out of the verified bill.
-- Reads line_mismatch. One code per line, so that what each code takes out sums to the difference between the raw and the verified bill.
SELECT
  line_id,
  concat_ws(
    ',',
    max(CASE WHEN code = 'decile_above_threshold' THEN code END),
    max(CASE WHEN code = 'deceased' THEN code END),
    max(CASE WHEN code = 'duplicate' THEN code END),
    max(CASE WHEN code = 'funded_twice' THEN code END),
    max(CASE WHEN code = 'identity_differs' THEN code END),
    max(CASE WHEN code = 'identity_uncertain' THEN code END),
    max(CASE WHEN code = 'moved' THEN code END),
    max(CASE WHEN code = 'nik_missing_or_invalid' THEN code END),
    max(CASE WHEN code = 'not_in_register' THEN code END),
    max(CASE WHEN code = 'wage_earner_paid_by_pemda' THEN code END)
  ) AS mismatch,
  max(CASE WHEN provable AND ordinal = first_ordinal THEN code END) AS excluded_for
FROM (
  SELECT m.*, min(CASE WHEN m.provable THEN m.ordinal END) OVER (PARTITION BY m.line_id) AS first_ordinal
  FROM line_mismatch m
) judged
GROUP BY line_id
