-- grain: one row per doctor who has signed a certificate
-- keys: doctor_id
-- inputs: mention, directory_doctor
-- rule: the doctor register of statistics 2.6; names come from the directory alone, the newest that it has said
WITH present AS (
    SELECT DISTINCT doctor_id
    FROM mention
)

SELECT
    CAST(row_number() OVER (ORDER BY present.doctor_id) AS integer) AS doctor_no,
    present.doctor_id,
    directory_doctor.first_name,
    directory_doctor.surname,
    coalesce(directory_doctor.protected, false) AS protected
FROM present
LEFT JOIN directory_doctor
    ON
        present.doctor_id = directory_doctor.doctor_id
        AND directory_doctor.valid_to = DATE '9999-12-31'
ORDER BY doctor_no
