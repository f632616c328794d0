-- grain: one row per period of a sick-leave certificate, accepted or refused
-- keys: certificate_id, ordinal
-- inputs: certificate, chosen_document, period, certificate_type, directory_unit, directory_doctor, diagnosis_match,
--         build_setting
-- rule: statistics 2.4 to 2.8 and ingestion 8.1 (V-1 to V-10); each period is judged by itself; unit and doctor are
--       as the directory has them on the certificate's day (H-11)
WITH sick_leave AS (
    SELECT
        certificate.*,
        row_number() OVER (
            PARTITION BY certificate.person_key
            ORDER BY certificate.signed_at, certificate.recording_number NULLS FIRST, certificate.certificate_id
        ) AS order_number
    FROM certificate
    INNER JOIN certificate_type
        ON
            certificate.type_id = certificate_type.internal_id
            AND certificate_type.type_key = certificate.type_id
    WHERE certificate_type.counts_as_sick_leave
),

judged AS (
    SELECT
        sick_leave.certificate_id,
        period.ordinal,
        period.start_date,
        period.end_date,
        period.degree,
        period.flags AS document_flags,
        concat_ws(
            ',',
            CASE WHEN NOT sick_leave.counted_unit THEN 'geo_missing' END,
            CASE WHEN sick_leave.provider_id = '' THEN 'provider_missing' END,
            CASE WHEN length(sick_leave.provider_id) > 50 THEN 'provider_length' END,
            CASE WHEN sick_leave.care_unit_id = '' THEN 'unit_missing' END,
            CASE WHEN sick_leave.birth_date IS NULL THEN 'age_missing' END,
            CASE WHEN sick_leave.birth_date > period.start_date THEN 'born_after_start' END,
            CASE WHEN length(sick_leave.certificate_id) > 50 THEN 'id_length' END,
            CASE
                WHEN period.degree IS NULL OR period.degree NOT IN (25, 50, 75, 100) THEN 'degree_unknown'
            END,
            CASE
                WHEN
                    period.start_date IS NULL
                    OR period.start_date < DATE '2010-01-01'
                    OR period.start_date > build_setting.latest_day
                    THEN 'start_out_of_range'
            END,
            CASE
                WHEN period.end_date IS NULL OR period.end_date > build_setting.latest_day
                    THEN 'end_out_of_range'
            END,
            CASE WHEN period.start_date > period.end_date THEN 'end_before_start' END
        ) AS refused_for
    FROM sick_leave
    INNER JOIN chosen_document AS document
        ON sick_leave.certificate_id = document.certificate_id
    INNER JOIN period
        ON
            document.document_key = period.document_key
            AND document.certificate_id = period.certificate_id
    CROSS JOIN build_setting
),

last_accepted AS (
    SELECT
        certificate_id,
        max(end_date) AS last_day
    FROM judged
    WHERE refused_for = ''
    GROUP BY certificate_id
),

aged AS (
    SELECT
        sick_leave.certificate_id,
        CAST(year(coalesce(last_accepted.last_day, sick_leave.signed_at)) - year(sick_leave.birth_date) AS integer)
        - CAST(
            month(coalesce(last_accepted.last_day, sick_leave.signed_at)) * 100
            + day(coalesce(last_accepted.last_day, sick_leave.signed_at))
            < month(sick_leave.birth_date) * 100 + day(sick_leave.birth_date)
            AS integer
        ) AS age
    FROM sick_leave
    LEFT JOIN last_accepted
        ON sick_leave.certificate_id = last_accepted.certificate_id
)

SELECT
    sick_leave.certificate_id,
    judged.ordinal,
    sick_leave.order_number,
    sick_leave.person_key,
    sick_leave.provider_id,
    sick_leave.care_unit_id,
    sick_leave.unit_id,
    sick_leave.doctor_id,
    judged.start_date,
    judged.end_date,
    judged.degree,
    sick_leave.sex,
    aged.age,
    diagnosis_match.chapter,
    diagnosis_match.block,
    diagnosis_match.category,
    diagnosis_match.code,
    coalesce(directory_unit.county, '00') AS county,
    coalesce(directory_unit.municipality, '0000') AS municipality,
    coalesce(directory_doctor.age, 0) AS doctor_age,
    coalesce(directory_doctor.sex, 0) AS doctor_sex,
    coalesce(directory_doctor.titles, '-2') AS doctor_titles,
    sick_leave.revoked,
    judged.refused_for = '' AS accepted,
    list_concat(
        judged.document_flags,
        CASE WHEN judged.refused_for = '' THEN [] ELSE string_split(judged.refused_for, ',') END
    ) AS flags
FROM judged
INNER JOIN sick_leave
    ON judged.certificate_id = sick_leave.certificate_id
INNER JOIN aged
    ON judged.certificate_id = aged.certificate_id
LEFT JOIN diagnosis_match
    ON sick_leave.diagnosis_code = diagnosis_match.code_as_written
LEFT JOIN directory_unit
    ON
        sick_leave.issuing_unit_id = directory_unit.unit_id
        AND sick_leave.organisation_day >= directory_unit.valid_from
        AND sick_leave.organisation_day < directory_unit.valid_to
LEFT JOIN directory_doctor
    ON
        sick_leave.doctor_id = directory_doctor.doctor_id
        AND sick_leave.organisation_day >= directory_doctor.valid_from
        AND sick_leave.organisation_day < directory_doctor.valid_to
ORDER BY judged.certificate_id, judged.ordinal
