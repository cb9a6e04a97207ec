-- 한 방침 안에서 서로 다른 대수를 말하는 문장들
-- Policies that contradict themselves about their cameras, with the words of each side
SELECT p.institution_name, p.sido, p.institution_id, e.quote, e.rule, p.source
FROM policies AS p
JOIN evidence AS e ON e.policy_id = p.policy_id
WHERE p.camera_total_state = 'conflicting' AND e.field = 'camera_total'
ORDER BY p.institution_name, p.source, p.policy_id, e.block, e.start, e.rule
