-- 기관별 점검 대상: 무거운 것부터, 근거 법령과 문구와 함께
-- A regulator's worklist: candidates for a check, grave ones first, with citation and quote
SELECT p.institution_name, p.sido, p.institution_id, f.severity, f.rule, f.message_ko, f.quote, f.citation, f.as_of, p.source
FROM findings AS f
JOIN policies AS p ON f.policy_id = p.policy_id
WHERE p.status = 'current'
ORDER BY CASE f.severity WHEN 'violation_candidate' THEN 1 WHEN 'outdated' THEN 2 WHEN 'privacy_flag' THEN 3 ELSE 4 END,
  p.institution_name, f.rule, p.source, p.policy_id, f.quote, f.message_ko
