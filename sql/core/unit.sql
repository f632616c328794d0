-- grain: one row per unit and care provider for which the unit has issued a certificate, or stands above one that has
-- keys: provider_no, unit_id
-- inputs: mention, provider, directory_unit
-- rule: the unit register of statistics 2.6: a unit and its care unit exist for their provider from the first
--       certificate on. A unit that has moved to another provider is in the register of both; its newest name and
--       place are shown, and it belongs to the care unit of its newest certificate at the provider
WITH named AS (
    SELECT
        issuing_unit_id AS unit_id,
        unit_name,
        row_number() OVER (
            PARTITION BY issuing_unit_id
            ORDER BY signed_at DESC, certificate_id DESC
        ) AS newest
    FROM mention
    WHERE unit_name IS NOT NULL
),

mentioned AS (
    SELECT
        provider_id,
        issuing_unit_id AS unit_id,
        care_unit_id,
        signed_at,
        certificate_id
    FROM mention
    UNION ALL
    SELECT
        provider_id,
        care_unit_id AS unit_id,
        care_unit_id,
        signed_at,
        certificate_id
    FROM mention
),

ranked AS (
    SELECT
        provider_id,
        unit_id,
        care_unit_id,
        row_number() OVER (
            PARTITION BY provider_id, unit_id
            ORDER BY signed_at DESC, certificate_id DESC, care_unit_id ASC
        ) AS newest
    FROM mentioned
),

numbered AS (
    SELECT
        unit_id,
        provider_id,
        care_unit_id,
        CAST(row_number() OVER (ORDER BY unit_id, provider_id) AS integer) AS unit_no
    FROM ranked
    WHERE newest = 1
)

SELECT
    numbered.unit_no,
    numbered.unit_id,
    coalesce(
        directory_unit.name,
        named.unit_name,
        CASE WHEN numbered.unit_id = 'UTANENHETSID' THEN 'Utan enhets-id' ELSE numbered.unit_id END
    ) AS name,
    provider.provider_no,
    care_unit.unit_no AS care_unit_no,
    numbered.unit_id = numbered.care_unit_id AS is_care_unit,
    coalesce(directory_unit.county, '00') AS county,
    coalesce(directory_unit.municipality, '0000') AS municipality,
    coalesce(directory_unit.business_types, '00') AS business_types
FROM numbered
INNER JOIN numbered AS care_unit
    ON
        numbered.care_unit_id = care_unit.unit_id
        AND numbered.provider_id = care_unit.provider_id
INNER JOIN provider
    ON numbered.provider_id = provider.provider_id
LEFT JOIN directory_unit
    ON
        numbered.unit_id = directory_unit.unit_id
        AND directory_unit.valid_to = DATE '9999-12-31'
LEFT JOIN named
    ON
        numbered.unit_id = named.unit_id
        AND named.newest = 1
ORDER BY numbered.unit_no
