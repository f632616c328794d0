-- grain: one row per readable certificate that is missing from the core
-- keys: certificate_id
-- inputs: certificate_document, certificate
-- rule: nothing is lost between staging and core: every certificate with a readable document exists (E-1)
SELECT DISTINCT certificate_document.certificate_id
FROM certificate_document
LEFT JOIN certificate
    ON certificate_document.certificate_id = certificate.certificate_id
WHERE certificate.certificate_id IS NULL
