-- grain: one row per relation of a certificate that exists to another certificate
-- keys: certificate_id, kind, target_certificate_id
-- inputs: document_relation, certificate_document, chosen_document
-- rule: ingestion E-4, E-5: relations stand in the document that counts and in the store's own table
SELECT DISTINCT
    document_relation.certificate_id,
    document_relation.kind,
    document_relation.target_certificate_id
FROM document_relation
INNER JOIN chosen_document
    ON document_relation.certificate_id = chosen_document.certificate_id
LEFT JOIN certificate_document
    ON document_relation.document_key = certificate_document.document_key
WHERE certificate_document.document_key IS NULL
    OR certificate_document.document_key = chosen_document.document_key
ORDER BY
    document_relation.certificate_id,
    document_relation.kind,
    document_relation.target_certificate_id
