-- grain: one row per certificate that exists (some readable document was landed)
-- keys: certificate_id
-- inputs: certificate_document
-- rule: ingestion 9.3: the document that counts does not depend on the order of arrival: the most trusted source,
--       then the payload whose hash sorts first. Nearly all certificates have one document, so only the others are
--       ranked; what is made from this table puts its own rows in order
WITH of_several AS (
    SELECT certificate_id
    FROM certificate_document
    GROUP BY certificate_id
    HAVING count(*) > 1
),

ranked AS (
    SELECT
        document.*,
        row_number() OVER (
            PARTITION BY document.certificate_id
            ORDER BY document.source_rank, document.payload_sha256, document.document_key
        ) AS choice
    FROM certificate_document AS document
    INNER JOIN of_several
        ON document.certificate_id = of_several.certificate_id
)

SELECT *
FROM certificate_document
WHERE NOT EXISTS (SELECT 1 FROM of_several WHERE of_several.certificate_id = certificate_document.certificate_id)
UNION ALL
SELECT * EXCLUDE (choice)
FROM ranked
WHERE choice = 1
