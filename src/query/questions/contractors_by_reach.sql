-- 수탁 업체가 몇 개 기관의 카메라를 맡는지
-- Firms by the number of institutions whose cameras they look after
SELECT c.company_key, COUNT(DISTINCT COALESCE(p.institution_id, p.institution_name, p.policy_id)) AS institutions, COUNT(*) AS contracts, MAX(c."end") AS last_end
FROM contractors AS c
JOIN policies AS p ON c.policy_id = p.policy_id
WHERE p.status = 'current' AND c.company_key IS NOT NULL
GROUP BY c.company_key
ORDER BY institutions DESC, contracts DESC, c.company_key
