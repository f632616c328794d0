-- grain: one row per event that staging shows to be about something erased, and message id where it is a message
-- keys: document_key
-- inputs: certificate_document, certificate_event, document_relation, message, coordinator_status, extra_receiver,
--         sick_leave_copy, erased_certificate, sought_person, sought_provider, sought_message
-- rule: ingestion X-5: documents, states and copies of an erased certificate, its messages by the certificate id inside,
--       and the coordinator statuses of a person and provider of whom no other certificate remains
WITH of_certificate AS (
    SELECT document_key, certificate_id, CAST(NULL AS varchar) AS message_id
    FROM certificate_document
    UNION ALL
    SELECT document_key, certificate_id, NULL
    FROM certificate_event
    UNION ALL
    SELECT document_key, certificate_id, NULL
    FROM document_relation
    UNION ALL
    SELECT document_key, certificate_id, NULL
    FROM extra_receiver
    UNION ALL
    SELECT document_key, certificate_id, NULL
    FROM sick_leave_copy
    UNION ALL
    SELECT document_key, certificate_id, message_id
    FROM message
),

treated AS (
    SELECT DISTINCT
        document.person_key,
        document.provider_id,
        erased_certificate.certificate_id IS NOT NULL AS erased
    FROM certificate_document AS document
    LEFT JOIN erased_certificate
        ON document.certificate_id = erased_certificate.certificate_id
),

left_alone AS (
    SELECT person_key, provider_id
    FROM treated
    GROUP BY person_key, provider_id
    HAVING bool_and(erased)
)

SELECT
    of_certificate.document_key,
    of_certificate.message_id
FROM of_certificate
INNER JOIN erased_certificate
    ON of_certificate.certificate_id = erased_certificate.certificate_id
UNION
SELECT
    document_key,
    message_id
FROM message
WHERE person_key IN (SELECT person_key FROM sought_person)
    OR message_id IN (SELECT message_id FROM sought_message)
UNION
SELECT
    document_key,
    NULL
FROM sick_leave_copy
WHERE person_key IN (SELECT person_key FROM sought_person)
UNION
SELECT
    status.document_key,
    NULL
FROM coordinator_status AS status
LEFT JOIN left_alone
    ON status.person_key = left_alone.person_key
    AND status.provider_id = left_alone.provider_id
WHERE left_alone.person_key IS NOT NULL
    OR status.person_key IN (SELECT person_key FROM sought_person)
    OR status.provider_id IN (SELECT provider_id FROM sought_provider)
ORDER BY 1, 2
