-- grain: one row per care provider that something is landed of from the certificate service
-- keys: provider
-- inputs: service_event
-- rule: C2-1, what is landed of each care provider, compared with the totals of the service
SELECT
    source_key AS provider,
    count(DISTINCT coalesce(certificate_id, hex(payload_sha256))) FILTER (event_type = 'created') AS certificates,
    count(DISTINCT certificate_id) FILTER (event_type = 'revoked') AS revoked
FROM service_event
WHERE source_key IS NOT NULL
GROUP BY source_key
ORDER BY source_key
