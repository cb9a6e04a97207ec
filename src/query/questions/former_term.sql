-- 2023-09-15 전의 용어(영상정보처리기기)를 쓰는 현행 방침
-- Current policies that use the term of before 2023-09-15
SELECT institution_name, sido, institution_id, facility, effective_date, source
FROM policies
WHERE status = 'current' AND term = 'legacy'
ORDER BY institution_name, source, policy_id
