-- 한 방침 안에서 서로 다른 대수를 말하는 문장들
-- Policies that contradict themselves about their cameras, with the words of each side
SELECT o.full_name, o.sido, o.institution_id, e.quote, e.rule, o.source
FROM overview AS o
JOIN evidence AS e ON e.policy_id = o.policy_id
WHERE o.camera_total_state = 'conflicting' AND e.field = 'camera_total'
ORDER BY o.institution_key, e.block, e.start, e.rule
