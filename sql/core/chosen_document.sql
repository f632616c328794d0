-- grain: one row per certificate that exists (some readable document was landed)
-- keys: certificate_id
-- inputs: certificate_document
-- rule: ingestion 9.3: the document that counts does not depend on the order of arrival: the most trusted source,
--       then the payload whose hash sorts first
WITH ranked AS (
    SELECT
        certificate_id,
        document_key,
        row_number() OVER (
            PARTITION BY certificate_id
            ORDER BY source_rank, payload_sha256, document_key
        ) AS choice
    FROM certificate_document
)

SELECT document.*
FROM ranked
INNER JOIN certificate_document AS document
    ON
        ranked.document_key = document.document_key
        AND ranked.certificate_id = document.certificate_id
WHERE ranked.choice = 1
ORDER BY document.certificate_id
