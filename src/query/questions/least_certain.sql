-- 덜 확실한 값(신뢰도 90 % 미만)과 그 문장: 쓰기 전에 볼 것
-- Values of a confidence below 90 % with their words, the least certain first: look at these before you publish
SELECT e.confidence, p.institution_name, e.field, e.quote, e.rule, p.source
FROM evidence AS e
JOIN policies AS p ON e.policy_id = p.policy_id
WHERE e.confidence < 90 AND p.status = 'current'
ORDER BY e.confidence, p.institution_name, p.source, p.policy_id, e.field, e.block, e.start, e.rule
