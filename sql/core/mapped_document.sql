-- grain: one row per certificate whose unit or care provider the mapping replaces
-- keys: certificate_id
-- inputs: chosen_document, unit_replacement, provider_replacement
-- rule: ingestion R-2 and 3.5: units are tried first, then care providers, each with a window on the signing time; of
--       several entries the one in force last decides. Landed documents stay as they are
WITH replaced AS (
    SELECT
        document.certificate_id,
        1 AS preference,
        unit_replacement.position,
        coalesce(unit_replacement.unit_id, document.unit_id) AS unit_id,
        coalesce(unit_replacement.unit_name, document.unit_name) AS unit_name,
        unit_replacement.provider_id,
        unit_replacement.provider_name
    FROM chosen_document AS document
    INNER JOIN unit_replacement
        ON
            document.unit_id = unit_replacement.old_id
            AND document.signed_at >= unit_replacement.signed_from
            AND document.signed_at < unit_replacement.signed_before
    UNION ALL
    SELECT
        document.certificate_id,
        2 AS preference,
        provider_replacement.position,
        document.unit_id,
        document.unit_name,
        provider_replacement.provider_id,
        provider_replacement.provider_name
    FROM chosen_document AS document
    INNER JOIN provider_replacement
        ON
            document.provider_id = provider_replacement.old_id
            AND document.signed_at >= provider_replacement.signed_from
            AND document.signed_at < provider_replacement.signed_before
),

ranked AS (
    SELECT
        *,
        row_number() OVER (PARTITION BY certificate_id ORDER BY preference, position) AS choice
    FROM replaced
)

SELECT
    certificate_id,
    unit_id,
    unit_name,
    provider_id,
    provider_name
FROM ranked
WHERE choice = 1
ORDER BY certificate_id
