-- 시행일이 가장 오래된 현행 방침
-- Current policies with the oldest date of effect
SELECT institution_name, sido, institution_id, facility, effective_date, term, source
FROM policies
WHERE status = 'current' AND effective_date IS NOT NULL
ORDER BY effective_date, institution_name, source, policy_id
