-- 점검에서 나온 것: 규칙별 건수와 법 기준일
-- What the audit found, by rule, and the day of the law
SELECT rule, name, severity, as_of, COUNT(*) AS findings, COUNT(DISTINCT policy_id) AS policies
FROM findings
GROUP BY rule, name, severity, as_of
ORDER BY findings DESC, rule, name, severity, as_of
