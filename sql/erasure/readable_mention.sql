-- grain: one row per readable document of a certificate or message that stays and mentions something erased
-- keys: document_key
-- inputs: certificate_document, message, mentioning_event
-- rule: ingestion X-5, relations both ways: the document of another certificate stays without the id
SELECT document_key
FROM mentioning_event
WHERE document_key IN (SELECT document_key FROM certificate_document)
    OR document_key IN (SELECT document_key FROM message)
ORDER BY document_key
