-- grain: one row per care provider that has a certificate
-- keys: provider_id
-- inputs: mention, directory_provider
-- rule: the directory's name, else the name in the newest document, else the id (statistics 2.6); ownership as
--       ingestion H-9 says
WITH named AS (
    SELECT
        provider_id,
        provider_name,
        row_number() OVER (
            PARTITION BY provider_id
            ORDER BY signed_at DESC, certificate_id DESC
        ) AS newest
    FROM mention
    WHERE provider_name IS NOT NULL
),

present AS (
    SELECT DISTINCT provider_id
    FROM mention
)

SELECT
    CAST(row_number() OVER (ORDER BY present.provider_id) AS integer) AS provider_no,
    present.provider_id,
    coalesce(directory_provider.name, named.provider_name, present.provider_id) AS name,
    coalesce(directory_provider.ownership, 'OKAND') AS ownership
FROM present
LEFT JOIN directory_provider
    ON present.provider_id = directory_provider.provider_id
LEFT JOIN named
    ON
        present.provider_id = named.provider_id
        AND named.newest = 1
ORDER BY provider_no
