-- grain: one row per line and diagnosis that was asked for
-- keys: none
-- inputs: line, diagnosis_label
-- rule: statistics 14.1 (diagnosis condition on the first certificate or the last diagnosis)
SELECT line.* REPLACE (diagnosis_label.label AS label)
FROM line
INNER JOIN diagnosis_label
    ON
        coalesce(line.category, '') = diagnosis_label.category
        AND coalesce(line.code, '') = diagnosis_label.code
