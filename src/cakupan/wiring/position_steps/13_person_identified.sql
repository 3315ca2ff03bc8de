-- The same with the identity: who shares a NIK or card under another name is somebody else; under the same name it is one person.
-- Reads person_based. An identity longer than its column keeps its beginning and the hash of the whole.
SELECT *, CASE WHEN length(told) > 120 THEN substr(told, 1, 80) || '#' || md5(told) ELSE told END AS identity
FROM (
  SELECT
    *,
    CASE
      WHEN name_key = first_value(name_key) OVER (PARTITION BY based ORDER BY place, name_key, person_id) THEN based
      ELSE based || '~' || name_key
    END AS told
  FROM person_based
) named
