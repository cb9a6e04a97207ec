-- 점검에서 나온 것: 규칙별 건수와 기관 수 (거의 모든 방침에 해당하는 것은 끝에)
-- What the audit found, by rule, in the policy that counts for each institution; what nearly every policy has comes last
SELECT f.rule, f.name, f.severity, f.routine AS nearly_every_policy, COUNT(*) AS findings,
  COUNT(DISTINCT o.institution_key) AS institutions, MIN(f.as_of) AS law_of
FROM findings AS f
JOIN overview AS o ON f.policy_id = o.policy_id
GROUP BY f.rule, f.name, f.severity, f.routine
ORDER BY nearly_every_policy, findings DESC, f.rule, f.name, f.severity
