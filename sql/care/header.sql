-- grain: one row per certificate of a known type, revoked ones included
-- keys: certificate_no
-- inputs: header, certificate_number, provider, unit, doctor, person
-- rule: statistics 1.2 (headers), pseudonymised as ingestion P-12 and P-13 say
select
    certificate_number.certificate_no,
    provider.provider_no,
    care_unit.unit_no as care_unit_no,
    unit.unit_no,
    doctor.doctor_no,
    person.person_no,
    header.sex,
    header.type_id,
    header.signed_date,
    header.age,
    header.chapter,
    header.block,
    header.category,
    header.code,
    header.sent_to_fk,
    header.revoked
from header
inner join certificate_number
    on header.certificate_id = certificate_number.certificate_id
inner join provider
    on header.provider_id = provider.provider_id
inner join unit as care_unit
    on header.care_unit_id = care_unit.unit_id
inner join doctor
    on header.doctor_id = doctor.doctor_id
inner join person
    on header.person_key = person.person_key
left join unit
    on header.unit_id = unit.unit_id
order by provider.provider_no, header.signed_date, certificate_number.certificate_no
