-- grain: one row per person of whom something is erased and no certificate and no message remains
-- keys: person_key
-- inputs: certificate_document, message, erased_event
-- rule: ingestion X-5: what is about the person alone (coordinator statuses, accesses by name) goes with the last
--       certificate
WITH known AS (
    SELECT person_key, document_key
    FROM certificate_document
    UNION ALL
    SELECT person_key, document_key
    FROM message
)

SELECT known.person_key
FROM known
LEFT JOIN erased_event
    ON known.document_key = erased_event.document_key
WHERE known.person_key <> ''
GROUP BY known.person_key
HAVING bool_and(erased_event.document_key IS NOT NULL)
ORDER BY known.person_key
