-- 30일보다 오래 보관하는 기관과 그 근거 문장
-- Who keeps footage longer than 30 days (표준 개인정보 보호지침 제41조제2항 names 30 where no period can be worked out), and in which words
SELECT p.institution_name, p.sido, p.institution_id, p.facility, r.days, r.bound, r.scope, e.quote, p.source
FROM retention AS r
JOIN policies AS p ON r.policy_id = p.policy_id
LEFT JOIN evidence AS e
  ON e.policy_id = r.policy_id AND e.field = 'retention[' || CAST(r.ordinal AS VARCHAR) || ']'
WHERE r.days > 30 AND p.status = 'current'
ORDER BY r.days DESC, p.institution_name, p.source, r.policy_id, r.ordinal
