-- 현행 방침을 찾지 못한 기관: 찾은 결과와 요청·거부·실패 횟수
-- Institutions without a current policy: what became of the search, how often they were asked, refused us or failed
SELECT o.full_name, o.sido, o.institution_id, o.kind, o.reach, o.ending, o.ending_reason, COUNT(a.attempt) AS tries,
  SUM(CASE WHEN a.reason = 'robots' THEN 1 ELSE 0 END) AS refused_by_robots,
  SUM(CASE WHEN a.outcome = 'failed' THEN 1 ELSE 0 END) AS failed
FROM overview AS o
LEFT JOIN attempts AS a ON o.institution_id = a.institution_id
WHERE o.policy_id IS NULL AND o.institution_id IS NOT NULL
GROUP BY o.full_name, o.sido, o.institution_id, o.kind, o.reach, o.ending, o.ending_reason
ORDER BY o.full_name, o.institution_id
