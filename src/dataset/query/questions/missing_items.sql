-- 시행령 제25조제1항의 여덟 항목 가운데 방침에 없는 것
-- Items that 개인정보 보호법 시행령 제25조제1항 requires and the policy that counts lacks
SELECT o.full_name, o.sido, o.institution_id, s.ordinal AS item_number, s.item, o.source
FROM sections AS s
JOIN overview AS o ON s.policy_id = o.policy_id
WHERE s.state = 'absent'
ORDER BY o.institution_key, s.ordinal
