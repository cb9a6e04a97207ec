-- 수탁 업체가 몇 개 기관의 카메라를 맡는지
-- Firms by the number of institutions whose cameras they look after: every current policy, each institution once
SELECT c.company_key, COUNT(DISTINCT p.institution_key) AS institutions, MAX(c."end") AS last_end
FROM contractors AS c
JOIN policies AS p ON c.policy_id = p.policy_id
WHERE p.status = 'current' AND c.company_key IS NOT NULL
GROUP BY c.company_key
ORDER BY institutions DESC, c.company_key
