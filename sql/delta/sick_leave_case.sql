-- grain: one row per full case of a touched person
-- keys: case_no
-- inputs: main.sick_leave_case, numbering, provider_number
-- rule: the cases of the core models, under the numbers of the release
SELECT
    own.* REPLACE (
        CAST(own.case_no + numbering.case_no AS integer) AS case_no,
        provider_number.release_no AS provider_no,
        CAST(own.person_no + numbering.person_no AS integer) AS person_no,
        CAST(own.first_row_no + numbering.row_no AS integer) AS first_row_no,
        CAST(own.last_row_no + numbering.row_no AS integer) AS last_row_no
    )
FROM main.sick_leave_case AS own
CROSS JOIN numbering
INNER JOIN provider_number
    ON own.provider_no = provider_number.own_no
ORDER BY own.case_no
