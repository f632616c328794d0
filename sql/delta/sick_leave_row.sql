-- grain: one row per accepted period of a touched person
-- keys: row_no
-- inputs: main.sick_leave_row, numbering, provider_number, unit_number, doctor_number
-- rule: the facts of the core models, under the numbers of the release; the order of rows within a case stays
SELECT
    own.* REPLACE (
        CAST(own.row_no + numbering.row_no AS integer) AS row_no,
        CAST(own.case_no + numbering.case_no AS integer) AS case_no,
        provider_number.release_no AS provider_no,
        CAST(own.person_no + numbering.person_no AS integer) AS person_no,
        CAST(own.certificate_no + numbering.certificate_no AS integer) AS certificate_no,
        doctor_number.release_no AS doctor_no,
        care_unit.release_no AS care_unit_no,
        sub_unit.release_no AS unit_no
    )
FROM main.sick_leave_row AS own
CROSS JOIN numbering
INNER JOIN provider_number
    ON own.provider_no = provider_number.own_no
INNER JOIN unit_number AS care_unit
    ON own.care_unit_no = care_unit.own_no
LEFT JOIN unit_number AS sub_unit
    ON own.unit_no = sub_unit.own_no
LEFT JOIN doctor_number
    ON own.doctor_no = doctor_number.own_no
ORDER BY own.row_no
