-- grain: one row per document of a certificate that another document of the same certificate goes before
-- keys: document_key
-- inputs: certificate_document
-- rule: ingestion 9.3: the document that counts does not depend on the order of arrival: the most trusted source,
--       then the payload whose hash sorts first. Nearly all certificates have one document, so only the others are
--       ranked
WITH of_several AS (
    SELECT certificate_id
    FROM certificate_document
    GROUP BY certificate_id
    HAVING count(*) > 1
),

ranked AS (
    SELECT
        document.document_key,
        document.certificate_id,
        row_number() OVER (
            PARTITION BY document.certificate_id
            ORDER BY document.source_rank, document.payload_sha256, document.document_key
        ) AS choice
    FROM certificate_document AS document
    INNER JOIN of_several
        ON document.certificate_id = of_several.certificate_id
)

SELECT
    document_key,
    certificate_id
FROM ranked
WHERE choice > 1
