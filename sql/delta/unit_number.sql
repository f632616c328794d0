-- grain: one row per unit: its number in the whole register, in the delta's own facts, and in the release
-- keys: unit_id
-- inputs: whole.unit, main.unit, base_care.unit
-- rule: a unit keeps the number it has in the base; a new one gets one after the highest there
SELECT
    present.unit_id,
    present.unit_no AS whole_no,
    own.unit_no AS own_no,
    CAST(
        coalesce(
            before.unit_no,
            (SELECT coalesce(max(unit_no), 0) FROM base_care.unit)
            + row_number() OVER (PARTITION BY before.unit_no IS NULL ORDER BY present.unit_id)
        ) AS integer
    ) AS release_no
FROM whole.unit AS present
LEFT JOIN main.unit AS own
    ON present.unit_id = own.unit_id
LEFT JOIN base_care.unit AS before
    ON present.unit_id = before.unit_id
