-- grain: one row per published national count below the threshold
-- keys: report_id, view, series, window_first, group_key
-- inputs: national_cell
-- rule: statistics 6.2: what is left of a cell is a sum of counts that reached the threshold, or nothing
SELECT
    report_id,
    view,
    series,
    window_first,
    group_key
FROM national_cell
WHERE (women > 0 AND women < $threshold)
    OR (men > 0 AND men < $threshold)
    OR (unknown_sex > 0 AND unknown_sex < $threshold)
