-- 덜 확실한 값(신뢰도 90% 미만)과 그 문장: 쓰기 전에 볼 것
-- Values of a confidence below 90% with their words, the least certain first: look at these before you publish
SELECT e.confidence, o.full_name, o.sido, o.institution_id, e.field, e.quote, e.rule, o.source
FROM evidence AS e
JOIN overview AS o ON e.policy_id = o.policy_id
WHERE e.confidence < 90
ORDER BY e.confidence, o.institution_key, e.field, e.block, e.start, e.rule
