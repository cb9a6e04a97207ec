-- 가장 덜 확실한 값과 그 문장: 쓰기 전에 볼 것
-- The least certain values with their words: look at these before you publish
SELECT e.confidence, o.full_name, o.sido, o.institution_id, e.field, e.quote, e.rule, o.source
FROM evidence AS e
JOIN overview AS o ON e.policy_id = o.policy_id
WHERE e.confidence IS NOT NULL
ORDER BY e.confidence, o.institution_key, e.field, e.block, e.start, e.rule
LIMIT 50
