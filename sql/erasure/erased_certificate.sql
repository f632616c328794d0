-- grain: one row per certificate that is erased
-- keys: certificate_id
-- inputs: certificate_document, sought_certificate, sought_person, sought_provider, certificate_of_another
-- rule: ingestion X-3, X-6: the certificates named, those of the persons named, and those of the care providers named
--       but for those that belong to another provider now (ingestion 3.5)
SELECT certificate_id
FROM sought_certificate
UNION
SELECT certificate_id
FROM certificate_document
WHERE person_key IN (SELECT person_key FROM sought_person)
UNION
SELECT certificate_id
FROM certificate_document
WHERE provider_id IN (SELECT provider_id FROM sought_provider)
    AND certificate_id NOT IN (SELECT certificate_id FROM certificate_of_another)
ORDER BY certificate_id
