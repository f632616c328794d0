-- grain: one row per report, view, series, window and group
-- keys: report_id, view, series, window_first, window_last, group_key
-- inputs: provider_cell, cell
-- rule: statistics 6.2: each provider's count of a cell and sex below $threshold becomes 0, only then providers are
--   summed; unknown sex is cut like a sex of its own; a cell is marked protected for a sex when some provider's count
--   was cut
WITH summed AS (
    SELECT
        cell_no,
        window_first,
        max(window_last) AS window_last,
        CAST(sum(CASE WHEN women < $threshold THEN 0 ELSE women END) AS BIGINT) AS women,
        CAST(sum(CASE WHEN men < $threshold THEN 0 ELSE men END) AS BIGINT) AS men,
        CAST(sum(CASE WHEN unknown_sex < $threshold THEN 0 ELSE unknown_sex END) AS BIGINT) AS unknown_sex,
        max(women > 0 AND women < $threshold) AS women_protected,
        max(men > 0 AND men < $threshold) AS men_protected,
        max(unknown_sex > 0 AND unknown_sex < $threshold) AS unknown_protected
    FROM provider_cell
    GROUP BY cell_no, window_first
)

SELECT
    cell.report_id,
    cell.view,
    cell.series,
    summed.window_first,
    summed.window_last,
    cell.group_key,
    summed.women,
    summed.men,
    summed.unknown_sex,
    summed.women_protected,
    summed.men_protected,
    summed.unknown_protected
FROM summed
INNER JOIN cell ON cell.cell_no = summed.cell_no
