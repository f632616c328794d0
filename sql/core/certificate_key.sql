-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: certificate, provider, unit, doctor, person
-- rule: the numbers that stand for a certificate and for all that it names (ingestion P-13): everything after this is
--       made with them instead of with ids. Certificates are numbered as statistics 2.1 puts them in order: by signing
--       time, then recording number, then id: the number is also the order number of the certificate
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
    CAST(
        row_number() OVER (
            ORDER BY certificate.signed_at, certificate.recording_number NULLS FIRST, certificate.certificate_id
        ) AS integer
    ) AS certificate_no,
    certificate.certificate_id,
    provider.provider_no,
    care_unit.unit_no AS care_unit_no,
    sub_unit.unit_no,
    doctor.doctor_no,
    person.person_no
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
