-- 점검에서 나온 것: 규칙별 건수와 기관 수
-- What the audit found, by rule, in the policy that counts for each institution
SELECT f.rule, f.name, f.severity, COUNT(*) AS findings, COUNT(DISTINCT o.institution_key) AS institutions, MIN(f.as_of) AS law_of
FROM findings AS f
JOIN overview AS o ON f.policy_id = o.policy_id
GROUP BY f.rule, f.name, f.severity
ORDER BY findings DESC, f.rule, f.name, f.severity
