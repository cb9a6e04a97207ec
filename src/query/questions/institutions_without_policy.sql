-- 현행 방침을 찾지 못한 기관: 요청과 거부·실패 횟수
-- Institutions without a current policy: how often they were asked, refused us or failed
SELECT i.full_name, i.sido, i.institution_id, i.kind, i.homepage, COUNT(a.attempt) AS tries,
  SUM(CASE WHEN a.reason = 'robots' THEN 1 ELSE 0 END) AS refused_by_robots,
  SUM(CASE WHEN a.outcome = 'failed' THEN 1 ELSE 0 END) AS failed
FROM institutions AS i
LEFT JOIN (SELECT DISTINCT institution_id AS holder FROM policies WHERE status = 'current') AS p
  ON i.institution_id = p.holder
LEFT JOIN attempts AS a ON i.institution_id = a.institution_id
WHERE p.holder IS NULL
GROUP BY i.full_name, i.sido, i.institution_id, i.kind, i.homepage
ORDER BY i.full_name, i.institution_id
