-- grain: one row per certificate of a known type, revoked ones included
-- keys: certificate_id
-- inputs: certificate, diagnosis_match, build_setting
-- rule: statistics 1.2, 2.3 and 2.7 (headers); an unknown type feeds no report (F-1)
select
    certificate.certificate_id,
    certificate.provider_id,
    certificate.care_unit_id,
    certificate.unit_id,
    certificate.doctor_id,
    certificate.person_key,
    certificate.sex,
    certificate.type_id,
    cast(certificate.signed_at as date) as signed_date,
    cast(year(certificate.signed_at) - year(certificate.birth_date) as integer)
    - cast(
        month(certificate.signed_at) * 100 + day(certificate.signed_at)
        < month(certificate.birth_date) * 100 + day(certificate.birth_date)
        as integer
    ) as age,
    diagnosis_match.chapter,
    diagnosis_match.block,
    diagnosis_match.category,
    diagnosis_match.code,
    certificate.sent_to_fk,
    certificate.revoked
from certificate
cross join build_setting
left join diagnosis_match
    on certificate.diagnosis_code = diagnosis_match.code_as_written
where certificate.type_id <> 'UNKNOWN'
    and certificate.counted_unit
    and length(certificate.certificate_id) <= 50
    and length(certificate.provider_id) between 1 and 50
    and cast(certificate.signed_at as date) between date '2010-01-01' and build_setting.latest_day
order by certificate.certificate_id
