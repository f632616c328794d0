-- grain: one row per sick-leave row
-- keys: row_no
-- inputs: sick_leave_row, diagnosis_number, age_floor, county_number, signer_kind
-- rule: statistics 2.11, what national figures look at, read once for all periods: numbers stand for diagnosis, county
--   and what is known of the doctor, an age by the lowest of its group; months are counted from $origin. What a row
--   says and its case takes from the last one (3.4) is put together in one number, `told`, so that the last row is
--   looked for once: from the lowest bits 5 with one set for the degree, 12 of the county, 20 of the diagnosis, 6 of
--   the chapter, and then the signer
SELECT
    sick_leave_row.row_no,
    sick_leave_row.case_no,
    sick_leave_row.provider_no,
    coalesce(sick_leave_row.doctor_no, 0) AS doctor_no,
    CAST(date_diff('month', CAST($origin AS DATE), sick_leave_row.start_date) AS INTEGER) AS first_month,
    CAST(date_diff('month', CAST($origin AS DATE), sick_leave_row.end_date) AS INTEGER) AS last_month,
    sick_leave_row.sex,
    CAST(age_floor.floor AS SMALLINT) AS age,
    sick_leave_row.case_days,
    sick_leave_row.case_certificates,
    (CAST(signer_kind.kind_no AS BIGINT) << 43)
    | (CAST(diagnosis_number.chapter_no AS BIGINT) << 37)
    | (CAST(diagnosis_number.diagnosis_no AS BIGINT) << 17)
    | (CAST(county_number.county_no AS BIGINT) << 5)
    | (1 << CAST(sick_leave_row.degree // 25 AS INTEGER)) AS told
FROM sick_leave_row
INNER JOIN diagnosis_number
    ON
        diagnosis_number.diagnosis_key = coalesce(
            sick_leave_row.code, sick_leave_row.category, sick_leave_row.block, sick_leave_row.chapter, ''
        )
INNER JOIN age_floor ON age_floor.number = sick_leave_row.age
INNER JOIN county_number ON county_number.county = sick_leave_row.county
INNER JOIN signer_kind
    ON
        signer_kind.doctor_sex IS NOT DISTINCT FROM sick_leave_row.doctor_sex
        AND signer_kind.doctor_age IS NOT DISTINCT FROM sick_leave_row.doctor_age
        AND signer_kind.doctor_titles IS NOT DISTINCT FROM sick_leave_row.doctor_titles
