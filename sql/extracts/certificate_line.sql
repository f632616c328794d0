-- grain: one row per window and certificate that is taken for it
-- keys: window_no, certificate_no
-- inputs: scope_row, taken_certificate
-- rule: statistics 14.6: the length is the number of distinct days in the union of the certificate's periods; a certificate
--   without a row of a chosen unit is not taken
WITH linked AS (
    SELECT
        taken_certificate.window_no,
        scope_row.*,
        max(scope_row.end_date) OVER (
            PARTITION BY taken_certificate.window_no, scope_row.certificate_no
            ORDER BY scope_row.row_no
            ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING
        ) AS latest_end_before
    FROM scope_row
    INNER JOIN taken_certificate
        ON scope_row.certificate_no = taken_certificate.certificate_no
),

measured AS (
    SELECT
        window_no,
        certificate_no,
        min(start_date) AS start_date,
        max(row_no) AS last_row_no,
        list(DISTINCT shown_unit_no) FILTER (WHERE shown_unit_no IS NOT NULL) AS units,
        sum(
            CASE
                WHEN latest_end_before IS NULL OR start_date > latest_end_before
                    THEN date_diff('day', start_date, end_date) + 1
                WHEN end_date > latest_end_before THEN date_diff('day', latest_end_before, end_date)
                ELSE 0
            END
        ) AS days
    FROM linked
    GROUP BY window_no, certificate_no
    HAVING count(shown_unit_no) > 0
)

SELECT
    measured.window_no,
    '' AS label,
    last_row.provider_no,
    last_row.person_no,
    last_row.case_no,
    measured.units,
    measured.start_date,
    CAST(measured.days AS INTEGER) AS days,
    last_row.degree,
    last_row.sex,
    last_row.county,
    last_row.birth_date,
    last_row.chapter,
    last_row.block,
    last_row.category,
    last_row.code,
    last_row.category AS last_category
FROM measured
INNER JOIN scope_row AS last_row
    ON measured.last_row_no = last_row.row_no
