-- grain: one row per provider, period, attribute and value of certificates and messages signed from $first_day to
--   $last_day: one period per month when $by_month, else the whole window
-- keys: provider_no, window_first, attribute, value
-- inputs: header, message_to_care
-- rule: statistics 4.4, 4.5 and 6.2: counted for each provider by itself, in the month of signing; a cell of the share
--   of supplemented certificates whose supplemented ones are below $threshold leaves the certificates sent too
WITH fact AS (
    SELECT
        provider_no,
        signed_date,
        sex,
        'certificate_type' AS attribute,
        CASE WHEN type_id IN ('FK7263', 'LISJP') THEN 'SJUKPENNING' ELSE type_id END AS value
    FROM header
    WHERE NOT revoked
    UNION ALL
    SELECT provider_no, signed_date, sex, 'topic', subject FROM message_to_care
    UNION ALL
    SELECT provider_no, signed_date, sex, 'sent_type', type_id FROM header WHERE sent_to_fk
    UNION ALL
    SELECT provider_no, signed_date, sex, 'completed_type', type_id
    FROM header
    WHERE
        sent_to_fk
        AND certificate_no IN (SELECT certificate_no FROM message_to_care WHERE subject = 'KOMPLT')
    UNION ALL
    SELECT provider_no, signed_date, sex, 'question', unnest(questions)
    FROM message_to_care
    WHERE
        subject = 'KOMPLT'
        AND type_id IN ('FK7263', 'LISJP')
),

counted AS (
    SELECT
        provider_no,
        CASE
            WHEN $by_month THEN CAST(date_trunc('month', signed_date) AS DATE) ELSE CAST($first_day AS DATE)
        END AS window_first,
        attribute,
        value,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men,
        count(*) FILTER (WHERE sex = 0) AS unknown_sex
    FROM fact
    WHERE signed_date BETWEEN CAST($first_day AS DATE) AND CAST($last_day AS DATE)
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
        counted.attribute = 'sent_type'
        AND completed.attribute = 'completed_type'
        AND counted.provider_no = completed.provider_no
        AND counted.window_first = completed.window_first
        AND counted.value = completed.value
