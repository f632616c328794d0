-- grain: one row per document of a certificate that has documents with different bytes
-- keys: document_key
-- inputs: certificate_document, outranked_document, chosen_document
-- rule: ingestion L-4: candidates for a conflict; whether they really differ is decided on canonical XML
WITH several AS (
    SELECT *
    FROM certificate_document
    WHERE certificate_id IN (SELECT outranked_document.certificate_id FROM outranked_document)
)

SELECT
    document.document_key,
    document.segment,
    document.certificate_id,
    document.document_key = chosen.document_key AS is_chosen
FROM several AS document
INNER JOIN chosen_document AS chosen
    ON document.certificate_id = chosen.certificate_id
WHERE
    document.certificate_id IN (
        SELECT several.certificate_id
        FROM several
        GROUP BY several.certificate_id
        HAVING count(DISTINCT several.payload_sha256) > 1
    )
ORDER BY document.certificate_id, document.document_key
