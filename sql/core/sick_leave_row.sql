-- grain: one row per accepted period of a sick-leave certificate that is not revoked
-- keys: row_no
-- inputs: sick_leave_period, provider, unit, doctor, person, certificate_number
-- rule: statistics 3.1 (scope), 3.2 (gap of at most five days) and the parts of 3.3 point 3 that do not depend on
--   what a user may see: days, largest end and certificates of the case so far
WITH unit_of_provider AS (
    SELECT
        unit.unit_id,
        unit.unit_no,
        provider.provider_id
    FROM unit
    INNER JOIN provider
        ON unit.provider_no = provider.provider_no
),

placed AS MATERIALIZED (
    -- Every join of a name to its number is made here, once, and each with columns of the period itself: whatever the
    -- order in which they are made, none can multiply the rows.
    SELECT
        provider.provider_no,
        person.person_no,
        certificate_number.certificate_no,
        doctor.doctor_no,
        care_unit.unit_no AS care_unit_no,
        sub_unit.unit_no,
        period.ordinal,
        period.order_number,
        period.start_date,
        period.end_date,
        period.degree,
        period.sex,
        period.age,
        period.chapter,
        period.block,
        period.category,
        period.code,
        period.county,
        period.municipality,
        period.doctor_age,
        period.doctor_sex,
        period.doctor_titles
    FROM sick_leave_period AS period
    INNER JOIN provider
        ON period.provider_id = provider.provider_id
    INNER JOIN person
        ON period.person_key = person.person_key
    INNER JOIN certificate_number
        ON period.certificate_id = certificate_number.certificate_id
    INNER JOIN unit_of_provider AS care_unit
        ON
            period.care_unit_id = care_unit.unit_id
            AND period.provider_id = care_unit.provider_id
    LEFT JOIN unit_of_provider AS sub_unit
        ON
            period.unit_id = sub_unit.unit_id
            AND period.provider_id = sub_unit.provider_id
    LEFT JOIN doctor
        ON period.doctor_id = doctor.doctor_id
    WHERE period.accepted AND NOT period.revoked
),

numbered AS (
    -- Slim keys only: the windows below sort these, attributes are joined back afterwards.
    SELECT
        provider_no,
        person_no,
        certificate_no,
        ordinal,
        order_number,
        start_date,
        end_date,
        degree
    FROM placed
),

linked AS (
    SELECT
        *,
        max(end_date) OVER (
            PARTITION BY provider_no, person_no
            ORDER BY start_date, order_number, degree, end_date, ordinal
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
        ORDER BY provider_no, person_no, start_date, order_number, degree, end_date, ordinal
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
    placed.doctor_no,
    placed.care_unit_no,
    placed.unit_no,
    accumulated.start_date,
    accumulated.end_date,
    CAST(accumulated.degree AS UTINYINT) AS degree,
    CAST(placed.sex AS UTINYINT) AS sex,
    CAST(placed.age AS SMALLINT) AS age,
    placed.chapter,
    placed.block,
    placed.category,
    placed.code,
    placed.county,
    placed.municipality,
    CAST(placed.doctor_age AS SMALLINT) AS doctor_age,
    CAST(placed.doctor_sex AS UTINYINT) AS doctor_sex,
    placed.doctor_titles,
    CAST(accumulated.case_days AS INTEGER) AS case_days,
    accumulated.case_end,
    accumulated.end_before,
    CAST(accumulated.case_certificates AS INTEGER) AS case_certificates
FROM accumulated
INNER JOIN placed
    ON
        accumulated.certificate_no = placed.certificate_no
        AND accumulated.ordinal = placed.ordinal
ORDER BY accumulated.row_no
