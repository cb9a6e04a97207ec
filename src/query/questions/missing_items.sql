-- 시행령 제25조제1항의 여덟 항목 가운데 방침에 없는 것
-- Items that 개인정보 보호법 시행령 제25조제1항 requires and a policy lacks
SELECT p.institution_name, p.sido, p.institution_id, p.facility, s.ordinal AS item_number, s.item, p.source
FROM sections AS s
JOIN policies AS p ON s.policy_id = p.policy_id
WHERE s.state = 'absent' AND p.status = 'current'
ORDER BY p.institution_name, p.source, p.policy_id, s.ordinal
