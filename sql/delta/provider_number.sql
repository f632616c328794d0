-- grain: one row per provider: its number in the whole register, in the delta's own facts, and in the release
-- keys: provider_id
-- inputs: whole.provider, main.provider, base_care.provider
-- rule: a provider keeps the number it has in the base; a new one gets one after the highest there
SELECT
    present.provider_id,
    present.provider_no AS whole_no,
    own.provider_no AS own_no,
    CAST(
        coalesce(
            before.provider_no,
            (SELECT coalesce(max(provider_no), 0) FROM base_care.provider)
            + row_number() OVER (PARTITION BY before.provider_no IS NULL ORDER BY present.provider_id)
        ) AS integer
    ) AS release_no
FROM whole.provider AS present
LEFT JOIN main.provider AS own
    ON present.provider_id = own.provider_id
LEFT JOIN base_care.provider AS before
    ON present.provider_id = before.provider_id
