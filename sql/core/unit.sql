-- grain: one row per unit that has issued a certificate, and per care unit above one
-- keys: unit_id
-- inputs: certificate, provider, directory_unit
-- rule: the unit register of statistics 2.6: a unit and its care unit exist from the first certificate on
WITH named AS (
    SELECT
        issuing_unit_id AS unit_id,
        unit_name,
        row_number() OVER (
            PARTITION BY issuing_unit_id
            ORDER BY signed_at DESC, certificate_id DESC
        ) AS newest
    FROM certificate
    WHERE unit_name IS NOT NULL
),

present AS (
    SELECT
        unit_id,
        min(care_unit_id) AS care_unit_id,
        min(provider_id) AS provider_id
    FROM (
        SELECT issuing_unit_id AS unit_id, care_unit_id, provider_id
        FROM certificate
        UNION ALL
        SELECT care_unit_id AS unit_id, care_unit_id, provider_id
        FROM certificate
    ) AS mentioned
    GROUP BY unit_id
),

numbered AS (
    SELECT
        *,
        CAST(row_number() OVER (ORDER BY unit_id) AS integer) AS unit_no
    FROM present
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
    ON numbered.care_unit_id = care_unit.unit_id
INNER JOIN provider
    ON numbered.provider_id = provider.provider_id
LEFT JOIN directory_unit
    ON numbered.unit_id = directory_unit.unit_id
LEFT JOIN named
    ON
        numbered.unit_id = named.unit_id
        AND named.newest = 1
ORDER BY numbered.unit_no
