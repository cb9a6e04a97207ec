-- 2023-09-15 전의 용어(영상정보처리기기)를 쓰는 현행 방침
-- Institutions whose policy uses the term of before 2023-09-15
SELECT full_name, sido, institution_id, effective_date, source
FROM overview
WHERE term = 'legacy'
ORDER BY institution_key
