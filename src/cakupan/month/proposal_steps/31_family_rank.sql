-- The families in the order of the rule, with how many people there are up to and including each; equal ones in the poverty register's order.
-- Reads family_key.
SELECT
  family, people, place,
  CAST(sum(people) OVER (ORDER BY place ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS BIGINT) AS people_through
FROM (
  SELECT family, people, row_number() OVER (ORDER BY key_0, key_1, key_2, key_3, key_4, key_5, key_6, poverty_row NULLS LAST, resident_row) AS place
  FROM (
    SELECT
      family, max(people) AS people, min(poverty_row) AS poverty_row, min(resident_row) AS resident_row, min(key_0) AS key_0,
      coalesce(max(CASE WHEN position = 1 THEN rank_value END), 0) AS key_1, coalesce(max(CASE WHEN position = 2 THEN rank_value END), 0) AS key_2,
      coalesce(max(CASE WHEN position = 3 THEN rank_value END), 0) AS key_3, coalesce(max(CASE WHEN position = 4 THEN rank_value END), 0) AS key_4,
      coalesce(max(CASE WHEN position = 5 THEN rank_value END), 0) AS key_5, coalesce(max(CASE WHEN position = 6 THEN rank_value END), 0) AS key_6
    FROM family_key
    GROUP BY family
  ) keyed
) placed
