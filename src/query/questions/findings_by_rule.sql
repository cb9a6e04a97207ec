-- 점검에서 나온 것: 규칙별 건수 (먼저 bangchim audit)
-- What the audit found, by rule (run `bangchim audit` first)
SELECT rule, name, severity, routine AS nearly_every_policy, COUNT(*) AS findings, COUNT(DISTINCT policy_id) AS policies
FROM findings
GROUP BY rule, name, severity, routine
ORDER BY nearly_every_policy, findings DESC, rule, name, severity
