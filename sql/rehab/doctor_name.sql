-- grain: one row per known doctor among the given ones
-- keys: doctor_id
-- inputs: doctor
-- rule: rehab 3.10: names come from the directory's copy in the release
select
    doctor_id,
    first_name,
    surname,
    protected
from doctor
where doctor_id in (select unnest($doctor_ids))
order by doctor_id
