-- grain: one row per document of a certificate that has documents with different bytes
-- keys: document_key
-- inputs: certificate_document, chosen_document
-- rule: ingestion L-4: candidates for a conflict; whether they really differ is decided on canonical XML
SELECT
    document.document_key,
    document.segment,
    document.certificate_id,
    document.document_key = chosen.document_key AS is_chosen
FROM certificate_document AS document
INNER JOIN chosen_document AS chosen
    ON document.certificate_id = chosen.certificate_id
WHERE
    document.certificate_id IN (
        SELECT certificate_id
        FROM certificate_document
        GROUP BY certificate_id
        HAVING count(DISTINCT payload_sha256) > 1
    )
ORDER BY document.certificate_id, document.document_key
