-- 방침에 적힌 위탁 계약이 수집일 전에 끝난 것
-- Contracts that had ended before the day of the crawl and still stand in a current policy
SELECT p.institution_name, p.sido, p.institution_id, c.company, c.task, c."end", p.source
FROM contractors AS c
JOIN policies AS p ON c.policy_id = p.policy_id
CROSS JOIN crawl AS w
WHERE p.status = 'current' AND c.end_on < w.crawl_on
ORDER BY c."end", p.institution_name, c.policy_id, c.ordinal
