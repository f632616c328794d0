-- grain: one row per care provider that a document names
-- keys: provider
-- inputs: certificate_document
-- rule: C2-1, the known care providers are also those seen in any document
SELECT DISTINCT provider_id AS provider
FROM certificate_document
WHERE provider_id IS NOT NULL
ORDER BY provider_id
