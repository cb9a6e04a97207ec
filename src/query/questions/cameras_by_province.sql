-- 시·도별 카메라 대수: 대수를 밝힌 방침만 더함
-- Cameras by province: the sum of policies that state a total, beside how many there are
SELECT sido, COUNT(*) AS policies, COUNT(camera_total) AS with_total, SUM(camera_total) AS cameras
FROM policies
WHERE status = 'current' AND facility IS NULL
GROUP BY sido
ORDER BY cameras DESC NULLS LAST, sido
