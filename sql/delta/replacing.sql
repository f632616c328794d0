-- grain: one row per relation that can change whether another certificate takes part in an ongoing case
-- keys: certificate_id, target_certificate_id
-- inputs: staged_document_relation
-- rule: ingestion E-4, K-3: only replacing and completing relations exclude
SELECT DISTINCT
    certificate_id,
    target_certificate_id
FROM staged_document_relation
WHERE kind IN ('ERSATT', 'KOMPLT')
