-- grain: one row per doctor: its number in the whole register, in the delta's own facts, and in the release
-- keys: doctor_id
-- inputs: whole.doctor, main.doctor, base_care.doctor
-- rule: a doctor keeps the number it has in the base; a new one gets one after the highest there
SELECT
    present.doctor_id,
    present.doctor_no AS whole_no,
    own.doctor_no AS own_no,
    CAST(
        coalesce(
            before.doctor_no,
            (SELECT coalesce(max(doctor_no), 0) FROM base_care.doctor)
            + row_number() OVER (PARTITION BY before.doctor_no IS NULL ORDER BY present.doctor_id)
        ) AS integer
    ) AS release_no
FROM whole.doctor AS present
LEFT JOIN main.doctor AS own
    ON present.doctor_id = own.doctor_id
LEFT JOIN base_care.doctor AS before
    ON present.doctor_id = before.doctor_id
