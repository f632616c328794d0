-- grain: one row per certificate that exists
-- keys: certificate_no
-- inputs: certificate, provider, unit, doctor, person, certificate_type, directory_unit, directory_doctor,
--         diagnosis_match
-- rule: what facts are made from: numbers in place of ids, unit and doctor as the directory has them on the
--       certificate's day (statistics 2.6, ingestion H-11), and why, if at all, no period of the certificate is accepted
--       (ingestion 8.1)
WITH unit_of_provider AS (
    SELECT
        unit.unit_id,
        unit.unit_no,
        provider.provider_id
    FROM unit
    INNER JOIN provider
        ON unit.provider_no = provider.provider_no
)

SELECT
    certificate.certificate_no,
    certificate.certificate_id,
    provider.provider_no,
    care_unit.unit_no AS care_unit_no,
    sub_unit.unit_no,
    doctor.doctor_no,
    person.person_no,
    certificate.signed_at,
    certificate.birth_date,
    certificate.sex,
    diagnosis_match.chapter,
    diagnosis_match.block,
    diagnosis_match.category,
    diagnosis_match.code,
    coalesce(directory_unit.county, '00') AS county,
    coalesce(directory_unit.municipality, '0000') AS municipality,
    coalesce(directory_doctor.age, 0) AS doctor_age,
    coalesce(directory_doctor.sex, 0) AS doctor_sex,
    coalesce(directory_doctor.titles, '-2') AS doctor_titles,
    certificate.revoked,
    coalesce(certificate_type.counts_as_sick_leave, false) AS counts_as_sick_leave,
    list_concat(
        CASE WHEN certificate.counted_unit THEN [] ELSE ['geo_missing'] END,
        CASE WHEN certificate.provider_id = '' THEN ['provider_missing'] ELSE [] END,
        CASE WHEN length(certificate.provider_id) > 50 THEN ['provider_length'] ELSE [] END,
        CASE WHEN certificate.care_unit_id = '' THEN ['unit_missing'] ELSE [] END,
        CASE WHEN certificate.birth_date IS NULL THEN ['age_missing'] ELSE [] END,
        CASE WHEN length(certificate.certificate_id) > 50 THEN ['id_length'] ELSE [] END
    ) AS refused_for
FROM certificate
INNER JOIN provider
    ON certificate.provider_id = provider.provider_id
INNER JOIN unit_of_provider AS care_unit
    ON
        certificate.care_unit_id = care_unit.unit_id
        AND certificate.provider_id = care_unit.provider_id
LEFT JOIN unit_of_provider AS sub_unit
    ON
        certificate.unit_id = sub_unit.unit_id
        AND certificate.provider_id = sub_unit.provider_id
INNER JOIN doctor
    ON certificate.doctor_id = doctor.doctor_id
INNER JOIN person
    ON certificate.person_key = person.person_key
LEFT JOIN certificate_type
    ON
        certificate.type_id = certificate_type.internal_id
        AND certificate_type.type_key = certificate.type_id
LEFT JOIN diagnosis_match
    ON certificate.diagnosis_code = diagnosis_match.code_as_written
LEFT JOIN directory_unit
    ON
        certificate.issuing_unit_id = directory_unit.unit_id
        AND certificate.organisation_day >= directory_unit.valid_from
        AND certificate.organisation_day < directory_unit.valid_to
LEFT JOIN directory_doctor
    ON
        certificate.doctor_id = directory_doctor.doctor_id
        AND certificate.organisation_day >= directory_doctor.valid_from
        AND certificate.organisation_day < directory_doctor.valid_to
