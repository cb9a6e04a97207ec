-- 30일보다 오래 보관하는 기관과 그 근거 문장
-- Who keeps footage longer than 30 days (표준 개인정보 보호지침 제41조제2항 names 30 where no period can be worked out), and in which words
SELECT o.full_name, o.sido, o.institution_id, r.days, r.bound, r.scope, e.quote, o.source
FROM retention AS r
JOIN overview AS o ON r.policy_id = o.policy_id
LEFT JOIN evidence AS e
  ON e.policy_id = r.policy_id AND e.field = 'retention[' || CAST(r.ordinal AS VARCHAR) || ']'
WHERE r.days > 30
ORDER BY r.days DESC, o.institution_key, r.ordinal
