-- grain: one row per doctor who has signed a certificate
-- keys: doctor_id
-- inputs: certificate, directory_doctor
-- rule: the doctor register of statistics 2.6; names come from the directory alone
with present as (
    select distinct doctor_id
    from certificate
)

select
    cast(row_number() over (order by present.doctor_id) as integer) as doctor_no,
    present.doctor_id,
    directory_doctor.first_name,
    directory_doctor.surname,
    coalesce(directory_doctor.protected, false) as protected
from present
left join directory_doctor
    on present.doctor_id = directory_doctor.doctor_id
order by doctor_no
