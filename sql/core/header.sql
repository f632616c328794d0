-- grain: one row per certificate of a known type, revoked ones included
-- keys: certificate_id
-- inputs: certificate, certificate_type, diagnosis_match, build_setting
-- rule: statistics 1.2, 2.3, 2.5 (which types have a main diagnosis) and 2.7 (headers); an unknown type feeds no
--       report (F-1)
SELECT
    certificate.certificate_no,
    certificate.certificate_id,
    certificate.provider_id,
    certificate.care_unit_id,
    certificate.unit_id,
    certificate.doctor_id,
    certificate.person_key,
    certificate.sex,
    certificate.type_id,
    CAST(certificate.signed_at AS date) AS signed_date,
    CAST(year(certificate.signed_at) - year(certificate.birth_date) AS integer)
    - CAST(
        month(certificate.signed_at) * 100 + day(certificate.signed_at)
        < month(certificate.birth_date) * 100 + day(certificate.birth_date)
        AS integer
    ) AS age,
    CAST(year(certificate.signed_at) - year(certificate.birth_date) AS integer)
    - CAST(
        month(certificate.signed_at) * 100 + 1
        < month(certificate.birth_date) * 100 + day(certificate.birth_date)
        AS integer
    ) AS age_at_month_start,
    diagnosis_match.chapter,
    diagnosis_match.block,
    diagnosis_match.category,
    diagnosis_match.code,
    certificate.sent_to_fk,
    certificate.revoked
FROM certificate
CROSS JOIN build_setting
INNER JOIN certificate_type
    ON certificate.type_id = certificate_type.type_key
LEFT JOIN diagnosis_match
    ON
        -- One equation, so that certificates are not compared with every diagnosis there is.
        CASE WHEN certificate_type.has_main_diagnosis THEN certificate.diagnosis_code END
        = diagnosis_match.code_as_written
WHERE
    certificate.counted_unit
    AND length(certificate.certificate_id) <= 50
    AND length(certificate.provider_id) BETWEEN 1 AND 50
    AND CAST(certificate.signed_at AS date) BETWEEN DATE '2010-01-01' AND build_setting.latest_day
