-- 설치 목적별 방침 수
-- Current policies by purpose
SELECT u.purpose, COUNT(DISTINCT u.policy_id) AS policies
FROM purposes AS u
JOIN policies AS p ON u.policy_id = p.policy_id
WHERE p.status = 'current'
GROUP BY u.purpose
ORDER BY policies DESC, u.purpose
