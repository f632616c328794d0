-- grain: one row per main diagnosis as written in a document
-- keys: code_as_written
-- inputs: chosen_document
-- rule: statistics 2.8: each spelling is matched once
SELECT DISTINCT diagnosis_code AS code_as_written
FROM chosen_document
WHERE diagnosis_code IS NOT NULL
ORDER BY code_as_written
