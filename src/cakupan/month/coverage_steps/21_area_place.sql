-- The area in which a code counts: the deepest known area of the run that its code begins with, else the run's own.
-- Reads run, known_area, area_level, resident_count, card_count, living_count, living_member_count. Of codes that begin alike the longest sorts last.
SELECT c.area_code, coalesce(max(k.area_code), max(u.area_code)) AS place
FROM (
  SELECT area_code FROM resident_count
  UNION
  SELECT area_code FROM card_count
) c
CROSS JOIN run u
CROSS JOIN area_level v
LEFT JOIN known_area k ON k.area_code = substr(c.area_code, 1, v.code_length)
WHERE c.area_code IS NOT NULL
GROUP BY c.area_code
