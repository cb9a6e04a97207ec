-- 가장 덜 확실한 값과 그 문장: 쓰기 전에 볼 것
-- The least certain values with their words: look at these before you publish
SELECT e.confidence, p.institution_name, p.sido, p.institution_id, e.field, e.quote, e.rule, p.source
FROM evidence AS e
JOIN policies AS p ON e.policy_id = p.policy_id
WHERE e.confidence IS NOT NULL AND p.status = 'current'
ORDER BY e.confidence, p.institution_name, p.source, p.policy_id, e.field, e.block, e.start, e.rule
LIMIT 50
