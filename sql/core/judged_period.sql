-- grain: one row per period of a sick-leave certificate, accepted or refused
-- keys: certificate_id, ordinal
-- inputs: certificate, certificate_key, period, outranked_document, certificate_type, directory_unit,
--         directory_doctor, diagnosis_match, build_setting
-- rule: statistics 2.4 to 2.8 and ingestion 8.1 (V-1 to V-10); each period is judged by itself; unit and doctor are
--       as the directory has them on the certificate's day (H-11). The age is left to `sick_leave_period`: it needs
--       the verdicts on all periods of a certificate
WITH judged AS (
    SELECT
        certificate_key.*,
        certificate.issuing_unit_id,
        certificate.doctor_id,
        certificate.organisation_day,
        certificate.signed_at,
        certificate.birth_date,
        certificate.sex,
        certificate.diagnosis_code,
        certificate.revoked,
        period.ordinal,
        period.start_date,
        period.end_date,
        period.degree,
        period.flags AS document_flags,
        list_concat(
            CASE WHEN certificate.counted_unit THEN [] ELSE ['geo_missing'] END,
            CASE WHEN certificate.provider_id = '' THEN ['provider_missing'] ELSE [] END,
            CASE WHEN length(certificate.provider_id) > 50 THEN ['provider_length'] ELSE [] END,
            CASE WHEN certificate.care_unit_id = '' THEN ['unit_missing'] ELSE [] END,
            CASE WHEN certificate.birth_date IS NULL THEN ['age_missing'] ELSE [] END,
            CASE WHEN certificate.birth_date > period.start_date THEN ['born_after_start'] ELSE [] END,
            CASE WHEN length(certificate.certificate_id) > 50 THEN ['id_length'] ELSE [] END,
            CASE
                WHEN period.degree IS NULL OR period.degree NOT IN (25, 50, 75, 100) THEN ['degree_unknown'] ELSE []
            END,
            CASE
                WHEN
                    period.start_date IS NULL
                    OR period.start_date < DATE '2010-01-01'
                    OR period.start_date > build_setting.latest_day
                    THEN ['start_out_of_range']
                ELSE []
            END,
            CASE
                WHEN period.end_date IS NULL OR period.end_date > build_setting.latest_day
                    THEN ['end_out_of_range']
                ELSE []
            END,
            CASE WHEN period.start_date > period.end_date THEN ['end_before_start'] ELSE [] END
        ) AS refused_for
    FROM period
    INNER JOIN certificate
        ON period.certificate_id = certificate.certificate_id
    INNER JOIN certificate_key
        ON certificate.certificate_id = certificate_key.certificate_id
    INNER JOIN certificate_type
        ON
            certificate.type_id = certificate_type.internal_id
            AND certificate_type.type_key = certificate.type_id
    CROSS JOIN build_setting
    WHERE
        certificate_type.counts_as_sick_leave
        AND NOT EXISTS (
            SELECT 1 FROM outranked_document WHERE outranked_document.document_key = period.document_key
        )
)

SELECT
    judged.certificate_id,
    judged.ordinal,
    judged.certificate_no,
    judged.provider_no,
    judged.person_no,
    judged.care_unit_no,
    judged.unit_no,
    judged.doctor_no,
    judged.start_date,
    judged.end_date,
    judged.degree,
    judged.sex,
    judged.signed_at,
    judged.birth_date,
    diagnosis_match.chapter,
    diagnosis_match.block,
    diagnosis_match.category,
    diagnosis_match.code,
    coalesce(directory_unit.county, '00') AS county,
    coalesce(directory_unit.municipality, '0000') AS municipality,
    coalesce(directory_doctor.age, 0) AS doctor_age,
    coalesce(directory_doctor.sex, 0) AS doctor_sex,
    coalesce(directory_doctor.titles, '-2') AS doctor_titles,
    judged.revoked,
    len(judged.refused_for) = 0 AS accepted,
    list_concat(judged.document_flags, judged.refused_for) AS flags
FROM judged
LEFT JOIN diagnosis_match
    ON judged.diagnosis_code = diagnosis_match.code_as_written
LEFT JOIN directory_unit
    ON
        judged.issuing_unit_id = directory_unit.unit_id
        AND judged.organisation_day >= directory_unit.valid_from
        AND judged.organisation_day < directory_unit.valid_to
LEFT JOIN directory_doctor
    ON
        judged.doctor_id = directory_doctor.doctor_id
        AND judged.organisation_day >= directory_doctor.valid_from
        AND judged.organisation_day < directory_doctor.valid_to
