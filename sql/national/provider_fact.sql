-- grain: one row per provider, period, attribute and value of certificates and messages signed from $first_month
--   to $last_month: one period per month when $by_month, else the whole window
-- keys: provider_no, period_no, attribute, value
-- inputs: fact_in_month
-- rule: statistics 4.4, 4.5 and 6.2: a cell of the share of supplemented certificates whose supplemented ones are below
--   $threshold leaves the certificates sent too
WITH counted AS (
    SELECT
        provider_no,
        CASE WHEN $by_month THEN month_no ELSE CAST($first_month AS INTEGER) END AS period_no,
        attribute,
        value,
        CAST(sum(women) AS INTEGER) AS women,
        CAST(sum(men) AS INTEGER) AS men,
        CAST(sum(unknown_sex) AS INTEGER) AS unknown_sex
    FROM fact_in_month
    WHERE month_no BETWEEN $first_month AND $last_month
    GROUP BY ALL
)

SELECT
    counted.provider_no,
    counted.period_no,
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
        AND counted.period_no = completed.period_no
        AND counted.value = completed.value
