-- 시행일이 가장 오래된 현행 방침
-- Institutions by the age of their policy, the oldest date of effect first
SELECT full_name, sido, institution_id, effective_date, age_years, term, source
FROM overview
WHERE effective_date IS NOT NULL
ORDER BY effective_date, institution_key
