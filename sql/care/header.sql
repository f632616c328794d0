-- grain: one row per certificate of a known type, revoked ones included
-- keys: certificate_no
-- inputs: header, certificate_number, provider, unit, doctor, person
-- rule: statistics 1.2 (headers), pseudonymised as ingestion P-12 and P-13 say
SELECT
    certificate_number.certificate_no,
    provider.provider_no,
    care_unit.unit_no AS care_unit_no,
    unit.unit_no,
    doctor.doctor_no,
    person.person_no,
    header.sex,
    header.type_id,
    header.signed_date,
    header.age,
    header.age_at_month_start,
    header.chapter,
    header.block,
    header.category,
    header.code,
    header.sent_to_fk,
    header.revoked
FROM header
INNER JOIN certificate_number
    ON header.certificate_id = certificate_number.certificate_id
INNER JOIN provider
    ON header.provider_id = provider.provider_id
INNER JOIN unit AS care_unit
    ON
        header.care_unit_id = care_unit.unit_id
        AND provider.provider_no = care_unit.provider_no
INNER JOIN doctor
    ON header.doctor_id = doctor.doctor_id
INNER JOIN person
    ON header.person_key = person.person_key
LEFT JOIN unit
    ON
        header.unit_id = unit.unit_id
        AND provider.provider_no = unit.provider_no
ORDER BY provider.provider_no, header.signed_date, certificate_number.certificate_no
