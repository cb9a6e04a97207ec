-- 시·도별 카메라 대수: 기관마다 방침 하나, 대수를 밝힌 것만 더함 (시·도 본청과 시·군·구가 함께 들어 있음)
-- Cameras by province: one policy an institution, summed where it gives a total; provinces and their cities are both in it
SELECT sido, COUNT(policy_id) AS institutions, COUNT(camera_total) AS with_total, SUM(camera_total) AS cameras
FROM overview
WHERE policy_id IS NOT NULL
GROUP BY sido
ORDER BY cameras DESC NULLS LAST, sido
