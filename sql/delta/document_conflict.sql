-- grain: one row per document that lost to a really different one of the same certificate
-- keys: document_key
-- inputs: base_document_conflict, main.certificate_document, main.document_conflict
-- rule: ingestion L-4, in the base without the touched certificates, and in the delta
SELECT base.*
FROM base_document_conflict AS base
WHERE
    NOT EXISTS (
        SELECT 1 FROM main.certificate_document AS touched WHERE touched.document_key = base.document_key
    )
UNION ALL BY NAME
SELECT *
FROM main.document_conflict
ORDER BY document_key
