-- grain: one row per landed event
-- keys: event_key
-- inputs: landed_event, certificate_document, message, certificate_event, document_relation, quarantine,
--         coordinator_status, extra_receiver, sick_leave_copy, document_conflict, certificate, header, message_fact
-- rule: ingestion 13, N-2: what became of the event in staging and core; `lost_in_staging` and `lost_in_core` have no
--       explanation
WITH staged AS (
    SELECT
        document_key,
        'certificate' AS became,
        certificate_id,
        CAST(NULL AS varchar) AS message_id,
        TRUE AS feeds_a_fact
    FROM certificate_document
    UNION ALL
    SELECT
        document_key,
        'message' AS became,
        certificate_id,
        message_id,
        direction = 'to_care' AND length(message_id) <= 50 AS feeds_a_fact
    FROM message
    UNION ALL
    SELECT
        certificate_event.document_key,
        'event' AS became,
        certificate_event.certificate_id,
        CAST(NULL AS varchar) AS message_id,
        TRUE AS feeds_a_fact
    FROM certificate_event
    LEFT JOIN certificate_document
        ON certificate_event.document_key = certificate_document.document_key
    WHERE certificate_document.document_key IS NULL
    UNION ALL
    SELECT
        document_relation.document_key,
        'event' AS became,
        document_relation.certificate_id,
        CAST(NULL AS varchar) AS message_id,
        TRUE AS feeds_a_fact
    FROM document_relation
    LEFT JOIN certificate_document
        ON document_relation.document_key = certificate_document.document_key
    WHERE certificate_document.document_key IS NULL
    UNION ALL
    SELECT
        document_key,
        'quarantined' AS became,
        CAST(NULL AS varchar) AS certificate_id,
        CAST(NULL AS varchar) AS message_id,
        FALSE AS feeds_a_fact
    FROM quarantine
    UNION ALL
    SELECT
        document_key,
        'kept' AS became,
        CAST(NULL AS varchar) AS certificate_id,
        CAST(NULL AS varchar) AS message_id,
        FALSE AS feeds_a_fact
    FROM coordinator_status
    UNION ALL
    SELECT
        document_key,
        'kept' AS became,
        certificate_id,
        CAST(NULL AS varchar) AS message_id,
        FALSE AS feeds_a_fact
    FROM extra_receiver
    UNION ALL
    SELECT
        document_key,
        'kept' AS became,
        certificate_id,
        CAST(NULL AS varchar) AS message_id,
        FALSE AS feeds_a_fact
    FROM sick_leave_copy
)

SELECT
    landed_event.event_key,
    landed_event.stream,
    landed_event.event_type,
    landed_event.day,
    landed_event.item,
    landed_event.received_at,
    CASE
        WHEN staged.document_key IS NULL THEN 'lost_in_staging'
        WHEN staged.became = 'quarantined' THEN 'quarantined'
        WHEN document_conflict.document_key IS NOT NULL THEN 'conflict'
        WHEN NOT staged.feeds_a_fact THEN 'kept'
        WHEN staged.became = 'certificate' AND certificate.certificate_id IS NULL THEN 'lost_in_core'
        WHEN certificate.certificate_id IS NULL THEN 'pending'
        WHEN staged.became = 'message' AND message_fact.message_id IS NOT NULL THEN 'counted'
        WHEN staged.became = 'message' AND header.certificate_id IS NULL THEN 'kept'
        WHEN staged.became = 'message' THEN 'lost_in_core'
        WHEN landed_event.event_type = 'revoked' AND NOT certificate.revoked THEN 'lost_in_core'
        ELSE 'counted'
    END AS outcome
FROM landed_event
LEFT JOIN staged
    ON landed_event.event_key = staged.document_key
LEFT JOIN document_conflict
    ON staged.document_key = document_conflict.document_key
LEFT JOIN certificate
    ON staged.certificate_id = certificate.certificate_id
LEFT JOIN header
    ON staged.certificate_id = header.certificate_id
LEFT JOIN message_fact
    ON staged.message_id = message_fact.message_id
