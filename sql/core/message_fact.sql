-- grain: one row per message to the care whose certificate has arrived
-- keys: message_id
-- inputs: message, header
-- rule: ingestion M-1, M-3, M-5 and statistics 2.10: unit, type, signing date and doctor are those of the
--       certificate; sex and birth date those of the message's own patient
WITH ranked AS (
    SELECT
        message_id,
        document_key,
        row_number() OVER (PARTITION BY message_id ORDER BY source_rank, payload_sha256, document_key) AS choice
    FROM message
    WHERE direction = 'to_care'
)

SELECT
    message.message_id,
    message.certificate_id,
    header.provider_id,
    header.care_unit_id,
    header.unit_id,
    header.doctor_id,
    header.type_id,
    header.signed_date,
    header.chapter,
    header.block,
    header.category,
    header.code,
    message.person_key,
    message.sex,
    message.birth_date,
    message.sent_at,
    CASE
        WHEN upper(message.subject) IN ('AVSTMN', 'KOMPLT', 'KONTKT', 'PAMINN', 'OVRIGT') THEN upper(message.subject)
        ELSE 'OKANT'
    END AS subject,
    message.questions
FROM ranked
INNER JOIN message
    ON
        ranked.document_key = message.document_key
        AND ranked.message_id = message.message_id
INNER JOIN header
    ON message.certificate_id = header.certificate_id
WHERE
    ranked.choice = 1
    AND length(message.message_id) <= 50
ORDER BY message.message_id
