-- grain: one row per certificate that events or messages name and no document has come for, at most $most of them
-- keys: certificate_id
-- inputs: certificate_event, message, certificate_document
-- rule: C2-1, single gaps are fetched by id; E-1, such a certificate is pending. $turn gives each reading others to ask
-- for, so that certificates that the service does not have never keep the rest from being asked for
WITH named AS (
    SELECT certificate_id FROM certificate_event
    UNION
    SELECT certificate_id FROM message
)
SELECT named.certificate_id
FROM named
LEFT JOIN (SELECT DISTINCT certificate_id FROM certificate_document) AS documented
    ON documented.certificate_id = named.certificate_id
WHERE named.certificate_id IS NOT NULL
    AND documented.certificate_id IS NULL
ORDER BY md5(named.certificate_id || $turn)
LIMIT $most
