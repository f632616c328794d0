-- grain: one row per period and length of the cases that touch it
-- keys: window_first, days
-- inputs: provider_days, period
-- rule: statistics 3.6 and 6.2: a provider with fewer cases in the period than $threshold, women and men apart, is left
--   out; a sex is marked protected where some provider was
WITH provider_total AS (
    SELECT
        provider_no,
        period_no,
        sum(women) AS women,
        sum(men) AS men
    FROM provider_days
    GROUP BY provider_no, period_no
),

summed AS (
    SELECT
        provider_days.period_no,
        provider_days.days,
        sum(CASE WHEN provider_total.women < $threshold THEN 0 ELSE provider_days.women END) AS women,
        sum(CASE WHEN provider_total.men < $threshold THEN 0 ELSE provider_days.men END) AS men,
        max(provider_days.women > 0 AND provider_total.women < $threshold) AS women_protected,
        max(provider_days.men > 0 AND provider_total.men < $threshold) AS men_protected
    FROM provider_days
    INNER JOIN provider_total
        ON provider_total.provider_no = provider_days.provider_no AND provider_total.period_no = provider_days.period_no
    GROUP BY provider_days.period_no, provider_days.days
)

SELECT
    period.window_first,
    period.window_last,
    summed.days,
    CAST(summed.women AS BIGINT) AS women,
    CAST(summed.men AS BIGINT) AS men,
    summed.women_protected,
    summed.men_protected
FROM summed
INNER JOIN period ON period.period_no = summed.period_no
