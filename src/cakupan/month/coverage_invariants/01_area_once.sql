-- An area stands once per segment.
SELECT count(*) AS broken FROM (SELECT area_code FROM coverage GROUP BY area_code, segment HAVING count(*) > 1) t
