-- Residents who live here by the area of their row, as the register says it: FLAG_STATUS 0, every readable row.
-- Reads residents.
SELECT area_code, area_known, count(*) AS people
FROM residents
WHERE readable AND population_flag = '0'
GROUP BY area_code, area_known
