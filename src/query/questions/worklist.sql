-- 기관별 점검 대상: 무거운 것부터, 근거 법령과 문구와 함께 (거의 모든 방침에 해당하는 것은 뺌)
-- A regulator's worklist: candidates for a check, grave ones first, with citation and quote; without what nearly every policy has
SELECT p.institution_name, f.severity, f.rule, f.message_ko, f.quote, f.citation, p.source
FROM findings AS f
JOIN policies AS p ON f.policy_id = p.policy_id
WHERE p.status = 'current' AND NOT f.routine
ORDER BY CASE f.severity WHEN 'needs_check' THEN 1 WHEN 'outdated' THEN 2 WHEN 'privacy_flag' THEN 3 ELSE 4 END,
  p.institution_name, f.rule, p.source, p.policy_id, f.quote, f.message_ko
