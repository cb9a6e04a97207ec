-- 주민 1,000명당 카메라 (시·군·구)
-- Cameras per 1,000 residents of cities, counties and districts that state a total
SELECT full_name, sido, institution_id, population, camera_total, ROUND(cameras_per_1000, 2) AS per_1000, source
FROM overview
WHERE counts_residents AND cameras_per_1000 IS NOT NULL
ORDER BY cameras_per_1000 DESC, institution_id
