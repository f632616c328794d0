-- grain: one row: the highest numbers that the base has given
-- keys: row_no
-- inputs: base_care.sick_leave_row, base_care.header, base_care.person
-- rule: ingestion P-13: numbers mean nothing outside one release; a delta goes on after those of its base
SELECT
    (SELECT coalesce(max(row_no), 0) FROM base_care.sick_leave_row) AS row_no,
    (SELECT coalesce(max(case_no), 0) FROM base_care.sick_leave_row) AS case_no,
    greatest(
        (SELECT coalesce(max(certificate_no), 0) FROM base_care.sick_leave_row),
        (SELECT coalesce(max(certificate_no), 0) FROM base_care.header)
    ) AS certificate_no,
    (SELECT coalesce(max(person_no), 0) FROM base_care.person) AS person_no
