-- grain: one row per relation of a certificate that exists to another certificate
-- keys: certificate_id, kind, target_certificate_id
-- inputs: relation, chosen_document
-- rule: ingestion E-4, E-5: relations stand in the document that counts and in the store's own table
SELECT DISTINCT
    relation.certificate_id,
    relation.kind,
    relation.target_certificate_id
FROM relation
INNER JOIN chosen_document AS document
    ON relation.certificate_id = document.certificate_id
ORDER BY relation.certificate_id, relation.kind, relation.target_certificate_id
