-- 항목별로 몇 개 기관의 방침에 있고 없는지
-- How many institutions' policies have each of the eight items
SELECT s.ordinal AS item_number, s.item,
  SUM(CASE WHEN s.state = 'present' THEN 1 ELSE 0 END) AS present,
  SUM(CASE WHEN s.state = 'elsewhere' THEN 1 ELSE 0 END) AS elsewhere,
  SUM(CASE WHEN s.state = 'empty' THEN 1 ELSE 0 END) AS heading_only,
  SUM(CASE WHEN s.state = 'absent' THEN 1 ELSE 0 END) AS absent
FROM sections AS s
JOIN overview AS o ON s.policy_id = o.policy_id
GROUP BY s.ordinal, s.item
ORDER BY s.ordinal
