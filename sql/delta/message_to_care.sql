-- grain: one row per message to the care about a certificate of a touched person
-- keys: certificate_no, message_no
-- inputs: care_message_to_care, numbering, provider_number, unit_number, doctor_number
-- rule: the messages of the care models, under the numbers of the release
SELECT
    own.* REPLACE (
        CAST(own.certificate_no + numbering.certificate_no AS integer) AS certificate_no,
        provider_number.release_no AS provider_no,
        care_unit.release_no AS care_unit_no,
        sub_unit.release_no AS unit_no,
        doctor_number.release_no AS doctor_no,
        CAST(own.person_no + numbering.person_no AS integer) AS person_no
    )
FROM care_message_to_care AS own
CROSS JOIN numbering
INNER JOIN provider_number
    ON own.provider_no = provider_number.own_no
INNER JOIN unit_number AS care_unit
    ON own.care_unit_no = care_unit.own_no
LEFT JOIN unit_number AS sub_unit
    ON own.unit_no = sub_unit.own_no
INNER JOIN doctor_number
    ON own.doctor_no = doctor_number.own_no
ORDER BY own.certificate_no, own.message_no
