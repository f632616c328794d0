-- grain: one row per combination of sex, age and titles that a doctor has on a sick-leave row
-- keys: doctor_sex, doctor_age, doctor_titles
-- inputs: sick_leave_row, doctor_age_floor
-- rule: statistics 4.3.10 and 4.3.11; one number stands for all three while cases are counted; `age_sex`
--   has the lowest age of the age's group
SELECT
    CAST(row_number() OVER (ORDER BY found.doctor_sex, found.doctor_age, found.doctor_titles) AS INTEGER) AS kind_no,
    found.doctor_sex,
    found.doctor_age,
    found.doctor_titles,
    concat(found.doctor_sex, ':', coalesce(doctor_age_floor.floor, 0)) AS age_sex
FROM (SELECT DISTINCT doctor_sex, doctor_age, doctor_titles FROM sick_leave_row) AS found
LEFT JOIN doctor_age_floor ON doctor_age_floor.number = found.doctor_age
ORDER BY kind_no
