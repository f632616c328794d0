-- grain: one row per person whom a document of a touched certificate is about
-- keys: person_key
-- inputs: touched_certificate, staged_certificate_document
-- rule: statistics 2.4; every document counts, whichever of a certificate's documents is chosen before or after
SELECT DISTINCT document.person_key
FROM staged_certificate_document AS document
INNER JOIN touched_certificate
    ON document.certificate_id = touched_certificate.certificate_id
