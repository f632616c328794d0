-- grain: one row per unit and provider: its number in the whole register, in the delta's own facts, and in the release
-- keys: whole_no
-- inputs: whole.unit, whole.provider, main.unit, main.provider, base_care.unit, base_care.provider
-- rule: a unit keeps the number it has in the base; a new one gets one after the highest there
WITH present AS (
    SELECT
        unit.unit_no,
        unit.unit_id,
        provider.provider_id
    FROM whole.unit AS unit
    INNER JOIN whole.provider AS provider
        ON unit.provider_no = provider.provider_no
),

own AS (
    SELECT
        unit.unit_no,
        unit.unit_id,
        provider.provider_id
    FROM main.unit AS unit
    INNER JOIN main.provider AS provider
        ON unit.provider_no = provider.provider_no
),

before AS (
    SELECT
        unit.unit_no,
        unit.unit_id,
        provider.provider_id
    FROM base_care.unit AS unit
    INNER JOIN base_care.provider AS provider
        ON unit.provider_no = provider.provider_no
)

SELECT
    present.unit_id,
    present.provider_id,
    present.unit_no AS whole_no,
    own.unit_no AS own_no,
    CAST(
        coalesce(
            before.unit_no,
            (SELECT coalesce(max(unit_no), 0) FROM before)
            + row_number() OVER (
                PARTITION BY before.unit_no IS NULL
                ORDER BY present.unit_id, present.provider_id
            )
        ) AS integer
    ) AS release_no
FROM present
LEFT JOIN own
    ON
        present.unit_id = own.unit_id
        AND present.provider_id = own.provider_id
LEFT JOIN before
    ON
        present.unit_id = before.unit_id
        AND present.provider_id = before.provider_id
