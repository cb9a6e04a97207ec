-- 방침에 적힌 위탁 계약이 수집일 전에 끝난 것
-- Contracts that ended before the day of the crawl, in the policy that counts for each institution
SELECT o.full_name, o.sido, o.institution_id, c.company, c.task, c."end", o.source
FROM contractors AS c
JOIN overview AS o ON c.policy_id = o.policy_id
CROSS JOIN crawl AS w
WHERE c.end_on < w.crawl_on
ORDER BY c."end", o.institution_key, c.ordinal
