-- grain: one row per case and window that it is taken for
-- keys: case_no, window_no
-- inputs: case_row, period_window
-- rule: statistics 14.1 (case condition): a case is taken for a window when a row of a chosen unit touches the window's
--   days, and start and end are as the window asks. Sex and county are of the last row, the degree of the last row
--   touching; the diagnosis that is compared is the first or the last row's. Days are distinct certified days of the
--   whole case, or to and including a given day (14.8)
WITH span AS (
    SELECT
        case_no,
        label,
        provider_no,
        person_no,
        min(start_date) AS start_date,
        max(end_date) AS end_date,
        min(row_no) AS first_row_no,
        max(row_no) AS last_row_no
    FROM case_row
    GROUP BY case_no, label, provider_no, person_no
),

touched AS (
    SELECT
        case_row.case_no,
        period_window.window_no,
        max(case_row.row_no) AS touching_row_no,
        list(DISTINCT case_row.shown_unit_no) AS units
    FROM case_row
    INNER JOIN period_window
        ON
            case_row.start_date <= period_window.touched_to
            AND case_row.end_date >= period_window.touched_from
    WHERE case_row.shown_unit_no IS NOT NULL
    GROUP BY case_row.case_no, period_window.window_no
),

taken AS (
    SELECT
        span.*,
        touched.window_no,
        touched.touching_row_no,
        touched.units,
        period_window.length_to
    FROM touched
    INNER JOIN span
        ON touched.case_no = span.case_no
    INNER JOIN period_window
        ON touched.window_no = period_window.window_no
    WHERE
        span.start_date BETWEEN period_window.started_from AND period_window.started_to
        AND span.end_date BETWEEN period_window.ended_from AND period_window.ended_to
),

measured AS (
    SELECT
        taken.case_no,
        taken.window_no,
        max(case_row.days_so_far)
        - greatest(0, date_diff('day', any_value(taken.length_to), max(case_row.end_so_far))) AS days
    FROM taken
    INNER JOIN case_row
        ON
            taken.case_no = case_row.case_no
            AND taken.length_to >= case_row.start_date
    GROUP BY taken.case_no, taken.window_no
)

SELECT
    taken.window_no,
    taken.label,
    taken.provider_no,
    taken.person_no,
    taken.case_no,
    first_row.certificate_no AS first_certificate_no,
    taken.units,
    taken.start_date,
    CAST(measured.days AS INTEGER) AS days,
    touching_row.degree,
    last_row.sex,
    last_row.county,
    last_row.birth_date,
    CASE WHEN $match = 'first' THEN first_row.chapter ELSE last_row.chapter END AS chapter,
    CASE WHEN $match = 'first' THEN first_row.block ELSE last_row.block END AS block,
    CASE WHEN $match = 'first' THEN first_row.category ELSE last_row.category END AS category,
    CASE WHEN $match = 'first' THEN first_row.code ELSE last_row.code END AS code,
    last_row.category AS last_category
FROM taken
INNER JOIN measured
    ON taken.case_no = measured.case_no AND taken.window_no = measured.window_no
INNER JOIN case_row AS first_row
    ON taken.case_no = first_row.case_no AND taken.first_row_no = first_row.row_no
INNER JOIN case_row AS last_row
    ON taken.case_no = last_row.case_no AND taken.last_row_no = last_row.row_no
INNER JOIN case_row AS touching_row
    ON taken.case_no = touching_row.case_no AND taken.touching_row_no = touching_row.row_no
