-- grain: one row per certificate whose facts depend on the same persons, relations or messages as a touched one
-- keys: certificate_id
-- inputs: touched_certificate, touched_person, staged_certificate_document, replacing, shared_message
-- rule: all facts of a person are made together (order of certificates, cases); K-4, K-5: chains and cycles of
--       replacements are looked at whole, also across persons
SELECT certificate_id FROM touched_certificate
UNION
SELECT document.certificate_id
FROM staged_certificate_document AS document
INNER JOIN touched_person
    ON document.person_key = touched_person.person_key
UNION
SELECT replacing.target_certificate_id
FROM replacing
INNER JOIN touched_certificate
    ON replacing.certificate_id = touched_certificate.certificate_id
UNION
SELECT replacing.certificate_id
FROM replacing
INNER JOIN touched_certificate
    ON replacing.target_certificate_id = touched_certificate.certificate_id
UNION
SELECT other.certificate_id
FROM shared_message
INNER JOIN touched_certificate
    ON shared_message.certificate_id = touched_certificate.certificate_id
INNER JOIN shared_message AS other
    ON shared_message.message_id = other.message_id
