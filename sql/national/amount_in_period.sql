-- grain: one row per period and measure
-- keys: window_first, window_last, measure
-- inputs: provider_days, period, provider_amount_in_month
-- rule: statistics 6.2: a provider with fewer cases in the period than $threshold, women and men apart, is left out, and
--   so is a number of cases started or ended below it; a sex is marked protected where some provider was
WITH provider_case AS (
    SELECT
        provider_no,
        period_no,
        unnest([2, 1]) AS sex,
        unnest([sum(women), sum(men)]) AS cases
    FROM provider_days
    GROUP BY provider_no, period_no
),

amount AS (
    SELECT
        provider_case.provider_no,
        provider_case.sex,
        provider_case.cases,
        period.window_first,
        period.window_last,
        unnest(['started_cases', 'ended_cases', 'sick_leave_days']) AS measure,
        unnest([
            sum(provider_amount_in_month.started),
            sum(provider_amount_in_month.ended),
            sum(provider_amount_in_month.days)
        ]) AS amount,
        unnest([TRUE, TRUE, FALSE]) AS is_number_of_cases
    FROM provider_case
    INNER JOIN period ON period.period_no = provider_case.period_no
    INNER JOIN provider_amount_in_month
        ON
            provider_amount_in_month.provider_no = provider_case.provider_no
            AND provider_amount_in_month.sex = provider_case.sex
            AND provider_amount_in_month.window_first BETWEEN period.window_first AND period.window_last
    WHERE provider_case.cases > 0
    GROUP BY
        provider_case.provider_no,
        provider_case.sex,
        provider_case.cases,
        period.window_first,
        period.window_last
),

cut AS (
    SELECT
        sex,
        window_first,
        window_last,
        measure,
        amount,
        cases < $threshold OR (is_number_of_cases AND amount > 0 AND amount < $threshold) AS is_protected
    FROM amount
)

SELECT
    window_first,
    window_last,
    measure,
    CAST(coalesce(sum(amount) FILTER (WHERE sex = 2 AND NOT is_protected), 0) AS BIGINT) AS women,
    CAST(coalesce(sum(amount) FILTER (WHERE sex = 1 AND NOT is_protected), 0) AS BIGINT) AS men,
    max(sex = 2 AND is_protected) AS women_protected,
    max(sex = 1 AND is_protected) AS men_protected
FROM cut
GROUP BY window_first, window_last, measure
