-- grain: one row per certificate of the given patients at a care unit with its sub-units
-- keys: certificate_id
-- inputs: rehab_certificate
-- rule: rehab 3.8, building phase: all certificates at the unit family, same provider, any doctor, any date
select
    certificate_id,
    person_id,
    signed_at,
    periods,
    provider_id,
    care_unit_id,
    unit_id,
    doctor_id,
    diagnosis_code,
    secondary_diagnosis_codes,
    occupations,
    sex,
    birth_date,
    in_relation_cycle
from rehab_certificate
where care_unit_id = $care_unit_id
    and provider_id = $provider_id
    and person_id in (select unnest($person_ids))
