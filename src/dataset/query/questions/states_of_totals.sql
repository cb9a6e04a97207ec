-- 총 대수를 어떻게 적었는지: 밝힘, 첨부에 있음, 서식 그대로, 언급 없음
-- How totals are given: stated, in an attachment, left as in the form, not at all
SELECT camera_total_state, camera_total_basis, COUNT(*) AS institutions
FROM overview
WHERE policy_id IS NOT NULL
GROUP BY camera_total_state, camera_total_basis
ORDER BY institutions DESC, camera_total_state, camera_total_basis
