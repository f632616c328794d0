-- grain: one row per provider, period, attribute and value of certificates and messages signed from $first_day to
--   $last_day: one period per month when $by_month, else the whole window
-- keys: provider_no, window_first, attribute, value
-- inputs: fact_in_month
-- rule: statistics 4.4, 4.5 and 6.2: a cell of the share of supplemented certificates whose supplemented ones are below
--   $threshold leaves the certificates sent too
WITH counted AS (
    SELECT
        provider_no,
        CASE WHEN $by_month THEN month_first ELSE CAST($first_day AS DATE) END AS window_first,
        attribute,
        value,
        CAST(sum(women) AS BIGINT) AS women,
        CAST(sum(men) AS BIGINT) AS men,
        CAST(sum(unknown_sex) AS BIGINT) AS unknown_sex
    FROM fact_in_month
    WHERE month_first BETWEEN CAST($first_day AS DATE) AND CAST($last_day AS DATE)
    GROUP BY ALL
)

SELECT
    $view AS view,
    counted.provider_no,
    counted.window_first,
    CASE WHEN $by_month THEN last_day(counted.window_first) ELSE CAST($last_day AS DATE) END AS window_last,
    counted.attribute,
    counted.value,
    CASE
        WHEN counted.attribute = 'sent_type' AND coalesce(completed.women, 0) < $threshold THEN 0 ELSE counted.women
    END AS women,
    CASE
        WHEN counted.attribute = 'sent_type' AND coalesce(completed.men, 0) < $threshold THEN 0 ELSE counted.men
    END AS men,
    CASE
        WHEN counted.attribute = 'sent_type' AND coalesce(completed.unknown_sex, 0) < $threshold THEN 0
        ELSE counted.unknown_sex
    END AS unknown_sex
FROM counted
LEFT JOIN counted AS completed
    ON
        completed.attribute = CASE counted.attribute WHEN 'sent_type' THEN 'completed_type' END
        AND counted.provider_no = completed.provider_no
        AND counted.window_first = completed.window_first
        AND counted.value = completed.value
