-- grain: one row per certificate that exists (some readable document was landed)
-- keys: certificate_id
-- inputs: certificate_document, outranked_document
-- rule: ingestion 9.3: of a certificate's documents the one that counts
SELECT *
FROM certificate_document
WHERE
    NOT EXISTS (
        SELECT 1 FROM outranked_document WHERE outranked_document.document_key = certificate_document.document_key
    )
