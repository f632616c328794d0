-- grain: one row per message from Försäkringskassan about a certificate of bench_certificate, one for each twentieth
-- keys: document_key
-- inputs: bench_certificate, bench_document, staged_message
SELECT
    staged.* REPLACE (
        md5(concat('message ', document.document_key)) AS document_key,
        document.segment AS segment,
        document.source_rank AS source_rank,
        sha256(concat('message ', document.document_key)) AS payload_sha256,
        concat('message-', document.document_key) AS message_id,
        'to_care' AS direction,
        document.certificate_id AS certificate_id,
        document.patient_id AS patient_id,
        document.person_key AS person_key,
        document.sex AS sex,
        document.birth_date AS birth_date,
        ['KOMPLT', 'AVSTMN', 'KONTKT', 'OVRIGT'][CAST(1 + hash(document.document_key) % 4 AS bigint)] AS subject,
        document.signed_at + INTERVAL 14 DAY AS sent_at,
        CAST(document.signed_at + INTERVAL 14 DAY AS varchar) AS sent_at_text,
        [['35', '17', '6', '32'][CAST(1 + hash(document.document_key, 2) % 4 AS bigint)]] AS questions,
        CAST([] AS varchar[]) AS flags
    )
FROM bench_document AS document
CROSS JOIN staged_message AS staged
WHERE hash(document.document_key, 1) % 20 = 0
