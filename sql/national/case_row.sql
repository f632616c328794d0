-- grain: one row per sick-leave row
-- keys: row_no
-- inputs: sick_leave_row, diagnosis_number, signer_kind
-- rule: statistics 2.11, what national figures look at: numbers stand for diagnosis and for what is known of the doctor
SELECT
    sick_leave_row.row_no,
    sick_leave_row.case_no,
    sick_leave_row.provider_no,
    coalesce(sick_leave_row.doctor_no, 0) AS doctor_no,
    sick_leave_row.start_date,
    sick_leave_row.end_date,
    sick_leave_row.sex,
    sick_leave_row.age,
    sick_leave_row.degree,
    sick_leave_row.county,
    sick_leave_row.case_days,
    sick_leave_row.case_certificates,
    diagnosis_number.diagnosis_no,
    diagnosis_number.chapter_bit,
    signer_kind.kind_no
FROM sick_leave_row
INNER JOIN diagnosis_number
    ON
        diagnosis_number.diagnosis_key = coalesce(
            sick_leave_row.code, sick_leave_row.category, sick_leave_row.block, sick_leave_row.chapter, ''
        )
INNER JOIN signer_kind
    ON
        signer_kind.doctor_sex IS NOT DISTINCT FROM sick_leave_row.doctor_sex
        AND signer_kind.doctor_age IS NOT DISTINCT FROM sick_leave_row.doctor_age
        AND signer_kind.doctor_titles IS NOT DISTINCT FROM sick_leave_row.doctor_titles
