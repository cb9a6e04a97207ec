-- 주민 1,000명당 카메라 (시·군·구)
-- Cameras per 1,000 residents of cities, counties and districts that state a total
SELECT i.full_name, i.sido, i.institution_id, i.population, p.camera_total, ROUND(1000.0 * p.camera_total / i.population, 2) AS per_1000
FROM policies AS p
JOIN institutions AS i ON p.institution_id = i.institution_id
WHERE p.status = 'current' AND p.facility IS NULL AND p.camera_total IS NOT NULL AND i.population > 0
ORDER BY per_1000 DESC, i.full_name, p.policy_id
