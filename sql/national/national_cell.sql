-- grain: one row per report, view, series, window and group
-- keys: report_id, view, series, window_first, window_last, group_key
-- inputs: provider_value, value_group
-- rule: statistics 6.2: each provider's count of a cell and sex below $threshold becomes 0, only then providers are
--   summed; a cell is marked protected for a sex when some provider's count was cut
WITH provider_cell AS (
    SELECT
        value_group.report_id,
        value_group.view,
        value_group.series,
        provider_value.window_first,
        provider_value.window_last,
        value_group.group_key,
        provider_value.provider_no,
        sum(provider_value.women) AS women,
        sum(provider_value.men) AS men
    FROM provider_value
    INNER JOIN value_group
        ON
            value_group.view = provider_value.view
            AND value_group.attribute = provider_value.attribute
            AND value_group.value = provider_value.value
    GROUP BY ALL
)

SELECT
    report_id,
    view,
    series,
    window_first,
    window_last,
    group_key,
    CAST(sum(CASE WHEN women < $threshold THEN 0 ELSE women END) AS BIGINT) AS women,
    CAST(sum(CASE WHEN men < $threshold THEN 0 ELSE men END) AS BIGINT) AS men,
    max(women > 0 AND women < $threshold) AS women_protected,
    max(men > 0 AND men < $threshold) AS men_protected
FROM provider_cell
GROUP BY report_id, view, series, window_first, window_last, group_key
ORDER BY report_id, view, series, window_first, window_last, group_key
