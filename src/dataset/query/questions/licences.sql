-- 출처 문서의 이용 조건 (공공누리 유형)
-- Terms of reuse that documents with a policy state
SELECT licence, COUNT(*) AS documents
FROM documents
WHERE policies > 0
GROUP BY licence
ORDER BY documents DESC, licence
