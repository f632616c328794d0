-- grain: one row per window and sick-leave certificate with a row of a chosen unit touching it
-- keys: window_no, certificate_no
-- inputs: scope_row, period_window
-- rule: statistics 14.1 (certificates: rows by period)
SELECT DISTINCT
    period_window.window_no,
    scope_row.certificate_no
FROM scope_row
INNER JOIN period_window
    ON
        scope_row.start_date <= period_window.touched_to
        AND scope_row.end_date >= period_window.touched_from
WHERE scope_row.shown_unit_no IS NOT NULL
