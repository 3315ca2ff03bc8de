-- The areas of the run that are known: the run's own, and each area, up to it, of a row whose code is on the Ministry's list.
-- Reads run, area_level, resident_count, card_count.
SELECT area_code FROM run
UNION
SELECT substr(c.area_code, 1, v.code_length) AS area_code
FROM (
  SELECT area_code FROM resident_count WHERE area_known
  UNION
  SELECT area_code FROM card_count WHERE area_known
) c
CROSS JOIN run u
JOIN area_level v ON v.code_length <= length(c.area_code) AND v.code_length >= length(u.area_code)
WHERE c.area_code = u.area_code OR substr(c.area_code, 1, length(u.area_code) + 1) = u.area_code || '.'
