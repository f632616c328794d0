-- grain: one row per accepted period of a sick-leave certificate that is not revoked
-- keys: row_no
-- inputs: judged_period, sick_leave_period
-- rule: statistics 3.1 (scope), 3.2 (gap of at most five days) and the parts of 3.3 point 3 that do not depend on
--   what a user may see: days, largest end and certificates of the case so far
WITH numbered AS (
    -- Slim keys only: the windows below sort these, attributes are joined back afterwards.
    SELECT
        provider_no,
        person_no,
        certificate_no,
        ordinal,
        start_date,
        end_date,
        degree
    FROM judged_period
    WHERE accepted AND NOT revoked
),

linked AS (
    SELECT
        *,
        max(end_date) OVER (
            PARTITION BY provider_no, person_no
            ORDER BY start_date, certificate_no, degree, end_date, ordinal
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS latest_end_before
    FROM numbered
),

measured AS (
    SELECT
        *,
        CASE
            WHEN latest_end_before IS NULL OR start_date > latest_end_before + INTERVAL 6 DAY THEN 1
            ELSE 0
        END AS begins_case,
        CASE
            WHEN latest_end_before IS NULL OR start_date > latest_end_before
                THEN date_diff('day', start_date, end_date) + 1
            WHEN end_date > latest_end_before THEN date_diff('day', latest_end_before, end_date)
            ELSE 0
        END AS added_days
    FROM linked
),

ordered AS (
    SELECT
        *,
        row_number() OVER in_order AS row_no,
        sum(begins_case) OVER in_order AS case_no
    FROM measured
    WINDOW in_order AS (
        ORDER BY provider_no, person_no, start_date, certificate_no, degree, end_date, ordinal
        ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
),

first_of_certificate AS (
    SELECT
        case_no,
        certificate_no,
        min(row_no) AS row_no
    FROM ordered
    GROUP BY case_no, certificate_no
),

accumulated AS (
    -- Rows of the same start day are peers: each sees the days and certificates of all of them.
    SELECT
        ordered.*,
        sum(ordered.added_days) OVER so_far AS case_days,
        max(ordered.end_date) OVER so_far AS case_end,
        count(first_of_certificate.row_no) OVER so_far AS case_certificates,
        max(ordered.end_date) OVER (
            PARTITION BY ordered.case_no
            ORDER BY ordered.start_date
            RANGE BETWEEN UNBOUNDED PRECEDING AND INTERVAL 1 DAY PRECEDING
        ) AS end_before
    FROM ordered
    LEFT JOIN first_of_certificate ON first_of_certificate.row_no = ordered.row_no
    WINDOW so_far AS (
        PARTITION BY ordered.case_no
        ORDER BY ordered.start_date
        RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
    )
)

SELECT
    CAST(accumulated.row_no AS INTEGER) AS row_no,
    CAST(accumulated.case_no AS INTEGER) AS case_no,
    accumulated.provider_no,
    accumulated.person_no,
    accumulated.certificate_no,
    period.doctor_no,
    period.care_unit_no,
    period.unit_no,
    accumulated.start_date,
    accumulated.end_date,
    CAST(accumulated.degree AS UTINYINT) AS degree,
    CAST(period.sex AS UTINYINT) AS sex,
    CAST(period.age AS SMALLINT) AS age,
    period.chapter,
    period.block,
    period.category,
    period.code,
    period.county,
    period.municipality,
    CAST(period.doctor_age AS SMALLINT) AS doctor_age,
    CAST(period.doctor_sex AS UTINYINT) AS doctor_sex,
    period.doctor_titles,
    CAST(accumulated.case_days AS INTEGER) AS case_days,
    accumulated.case_end,
    accumulated.end_before,
    CAST(accumulated.case_certificates AS INTEGER) AS case_certificates
FROM accumulated
INNER JOIN sick_leave_period AS period
    ON
        accumulated.certificate_no = period.certificate_no
        AND accumulated.ordinal = period.ordinal
ORDER BY accumulated.row_no
