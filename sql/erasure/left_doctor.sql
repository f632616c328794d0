-- grain: one row per doctor of an erased certificate on no other certificate
-- keys: doctor_id
-- inputs: certificate_document, erased_certificate
-- rule: ingestion X-5, X-6: what the directory said of a doctor goes with the last certificate
SELECT document.doctor_id
FROM certificate_document AS document
LEFT JOIN erased_certificate
    ON document.certificate_id = erased_certificate.certificate_id
WHERE document.doctor_id IS NOT NULL
GROUP BY document.doctor_id
HAVING bool_and(erased_certificate.certificate_id IS NOT NULL)
ORDER BY document.doctor_id
