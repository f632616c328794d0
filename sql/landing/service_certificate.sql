-- grain: one row per certificate that is landed from the certificate service
-- keys: certificate_id, provider
-- inputs: service_event
-- rule: L-9, the complete set of certificate ids per care provider is compared
SELECT DISTINCT source_key AS provider, certificate_id
FROM service_event
WHERE event_type = 'created' AND certificate_id IS NOT NULL AND source_key IS NOT NULL
ORDER BY source_key, certificate_id
