-- grain: one row per period of a sick-leave certificate, accepted or refused
-- keys: certificate_id, ordinal
-- inputs: period, outranked_document, certificate_number, numbered_certificate, build_setting
-- rule: statistics 2.4 to 2.8 and ingestion 8.1 (V-1 to V-10); each period is judged by itself. The age is left to
--       `sick_leave_period`: it needs the verdicts on all periods of a certificate
WITH numbered_period AS (
    SELECT
        certificate_number.certificate_no,
        period.ordinal,
        period.start_date,
        period.end_date,
        period.degree,
        period.flags
    FROM period
    INNER JOIN certificate_number
        ON period.certificate_id = certificate_number.certificate_id
    WHERE
        NOT EXISTS (
            SELECT 1 FROM outranked_document WHERE outranked_document.document_key = period.document_key
        )
),

judged AS (
    SELECT
        certificate.*,
        period.ordinal,
        period.start_date,
        period.end_date,
        period.degree,
        period.flags AS document_flags,
        list_concat(
            certificate.refused_for,
            CASE WHEN certificate.birth_date > period.start_date THEN ['born_after_start'] ELSE [] END,
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
        ) AS refused_period_for
    FROM numbered_period AS period
    INNER JOIN numbered_certificate AS certificate
        ON period.certificate_no = certificate.certificate_no
    CROSS JOIN build_setting
    WHERE certificate.counts_as_sick_leave
)

SELECT
    * EXCLUDE (counts_as_sick_leave, refused_for, document_flags, refused_period_for),
    len(refused_period_for) = 0 AS accepted,
    list_concat(document_flags, refused_period_for) AS flags
FROM judged
