-- 기관별 점검 대상: 무거운 것부터, 근거 법령과 문구와 함께 (거의 모든 방침에 해당하는 것은 뺌)
-- A regulator's worklist: candidates for a check, grave ones first, with citation, the day of the law and quote; without what nearly every policy has
SELECT o.full_name, o.sido, o.institution_id, f.severity, f.rule, f.message_ko, f.quote, f.citation, f.as_of, o.source
FROM findings AS f
JOIN overview AS o ON f.policy_id = o.policy_id
WHERE NOT f.routine
ORDER BY CASE f.severity WHEN 'needs_check' THEN 1 WHEN 'outdated' THEN 2 WHEN 'privacy_flag' THEN 3 ELSE 4 END,
  o.institution_key, f.rule, f.quote, f.message_ko
