-- grain: one row per doctor of the release
-- keys: doctor_no
-- inputs: whole.doctor, doctor_number
-- rule: the register of all certificates, under the numbers of the release
SELECT present.* REPLACE (doctor_number.release_no AS doctor_no)
FROM whole.doctor AS present
INNER JOIN doctor_number
    ON present.doctor_no = doctor_number.whole_no
ORDER BY doctor_number.release_no
