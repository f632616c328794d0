-- grain: one row per combination of sex, age and titles that a doctor has on a sick-leave row
-- keys: doctor_sex, doctor_age, doctor_titles
-- inputs: sick_leave_row
-- rule: statistics 4.3.10 and 4.3.11; one number stands for all three while cases are counted
SELECT
    CAST(row_number() OVER (ORDER BY doctor_sex, doctor_age, doctor_titles) AS INTEGER) AS kind_no,
    doctor_sex,
    doctor_age,
    doctor_titles
FROM (SELECT DISTINCT doctor_sex, doctor_age, doctor_titles FROM sick_leave_row)
ORDER BY kind_no
