-- 설치 목적별 기관 수
-- Institutions by purpose
SELECT u.purpose, COUNT(DISTINCT o.institution_key) AS institutions
FROM purposes AS u
JOIN overview AS o ON u.policy_id = o.policy_id
GROUP BY u.purpose
ORDER BY institutions DESC, u.purpose
