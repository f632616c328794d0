-- grain: one row per line, as it is told
-- keys: line_no
-- inputs: labelled_line, period_window
-- rule: statistics 14.1 (dimensions): age on the window's last day, at the start, or calendar year minus birth year
SELECT
    row_number() OVER () AS line_no,
    period_window.window_key AS period,
    labelled_line.provider_no,
    labelled_line.person_no,
    labelled_line.case_no,
    labelled_line.units,
    labelled_line.days,
    labelled_line.degree,
    labelled_line.sex,
    labelled_line.county,
    coalesce(labelled_line.last_category, $unknown) AS last_category,
    CASE
        WHEN $shown = 'last_category' THEN coalesce(labelled_line.last_category, $unknown)
        ELSE labelled_line.label
    END AS diagnosis,
    CASE
        WHEN $age_at = 'calendar_year'
            THEN year(period_window.last_day) - year(labelled_line.birth_date)
        WHEN $age_at = 'case_start'
            THEN year(labelled_line.start_date) - year(labelled_line.birth_date)
            - CAST(
                month(labelled_line.start_date) * 100 + day(labelled_line.start_date)
                < month(labelled_line.birth_date) * 100 + day(labelled_line.birth_date)
                AS INTEGER
            )
        ELSE
            year(period_window.last_day) - year(labelled_line.birth_date)
            - CAST(
                month(period_window.last_day) * 100 + day(period_window.last_day)
                < month(labelled_line.birth_date) * 100 + day(labelled_line.birth_date)
                AS INTEGER
            )
    END AS age
FROM labelled_line
INNER JOIN period_window
    ON labelled_line.window_no = period_window.window_no
