-- grain: one row per certificate of a care unit that can decide who is in the case list on a day
-- keys: certificate_id
-- inputs: rehab_certificate
-- rule: rehab 3.8, selection phase: $first_day is the earliest end of a certificate that is still listed, $last_day the
--       latest start of one that can continue a case in a pause
select
    certificate_id,
    person_id,
    person_id_type,
    unit_id,
    doctor_id,
    signed_at,
    periods
from rehab_certificate
where care_unit_id = $care_unit_id
    and provider_id = $provider_id
    and end_date >= $first_day
    and start_date <= $last_day
