-- grain: one row per doctor of an erased certificate on no other certificate
-- keys: doctor_id
-- inputs: certificate_document, erased_certificate, sought_provider
-- rule: ingestion X-6: the doctors of a care provider go with it
SELECT document.doctor_id
FROM certificate_document AS document
LEFT JOIN erased_certificate
    ON document.certificate_id = erased_certificate.certificate_id
WHERE document.doctor_id IS NOT NULL
    AND EXISTS (SELECT 1 FROM sought_provider)
GROUP BY document.doctor_id
HAVING bool_and(erased_certificate.certificate_id IS NOT NULL)
ORDER BY document.doctor_id
