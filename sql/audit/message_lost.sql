-- grain: one row per message to the care that is neither counted nor waiting for its certificate
-- keys: message_id
-- inputs: message, header, message_fact
-- rule: a message waits for its certificate without limit (M-3); one about a counted certificate is counted
SELECT DISTINCT message.message_id
FROM message
INNER JOIN header
    ON message.certificate_id = header.certificate_id
LEFT JOIN message_fact
    ON message.message_id = message_fact.message_id
WHERE
    message.direction = 'to_care'
    AND length(message.message_id) <= 50
    AND message_fact.message_id IS NULL
