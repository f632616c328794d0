-- grain: one row per message id and certificate, of messages that were received about several certificates
-- keys: message_id, certificate_id
-- inputs: staged_message
-- rule: ingestion 9.3: which of them counts is decided among all
SELECT DISTINCT
    message_id,
    certificate_id
FROM staged_message
WHERE
    message_id IN (
        SELECT message_id
        FROM staged_message
        GROUP BY message_id
        HAVING count(DISTINCT certificate_id) > 1
    )
