-- grain: one row per provider, month, attribute and value of certificates and messages signed
-- keys: provider_no, month_no, attribute, value
-- inputs: header, message_to_care
-- rule: statistics 4.4, 4.5 and 6.2: counted for each provider by itself, in the month of signing; every period is made
--   of whole months, and a certificate or message stands in one month, so that all periods are sums of these counts.
--   Months are counted from $origin
WITH certificate AS (
    SELECT
        provider_no,
        type_id,
        revoked,
        sent_to_fk,
        certificate_no IN (SELECT certificate_no FROM message_to_care WHERE subject = 'KOMPLT') AS completed,
        date_diff('month', CAST($origin AS DATE), signed_date) AS month_no,
        count(*) FILTER (WHERE sex = 2) AS women,
        count(*) FILTER (WHERE sex = 1) AS men,
        count(*) FILTER (WHERE sex = 0) AS unknown_sex
    FROM header
    GROUP BY ALL
),

message AS (
    SELECT
        provider_no,
        subject,
        type_id,
        questions,
        date_diff('month', CAST($origin AS DATE), signed_date) AS month_no,
        sex
    FROM message_to_care
),

fact AS (
    SELECT
        provider_no,
        month_no,
        'certificate_type' AS attribute,
        CASE WHEN type_id IN ('FK7263', 'LISJP') THEN 'SJUKPENNING' ELSE type_id END AS value,
        women,
        men,
        unknown_sex
    FROM certificate
    WHERE NOT revoked
    UNION ALL
    SELECT provider_no, month_no, 'sent_type', type_id, women, men, unknown_sex
    FROM certificate
    WHERE sent_to_fk
    UNION ALL
    SELECT provider_no, month_no, 'completed_type', type_id, women, men, unknown_sex
    FROM certificate
    WHERE sent_to_fk AND completed
    UNION ALL
    SELECT
        provider_no,
        month_no,
        attribute,
        value,
        CAST(sex = 2 AS BIGINT),
        CAST(sex = 1 AS BIGINT),
        CAST(sex = 0 AS BIGINT)
    FROM (
        SELECT provider_no, month_no, sex, 'topic' AS attribute, subject AS value FROM message
        UNION ALL
        SELECT provider_no, month_no, sex, 'question', unnest(questions)
        FROM message
        WHERE subject = 'KOMPLT' AND type_id IN ('FK7263', 'LISJP')
    ) AS told
)

SELECT
    provider_no,
    CAST(month_no AS INTEGER) AS month_no,
    attribute,
    value,
    CAST(sum(women) AS INTEGER) AS women,
    CAST(sum(men) AS INTEGER) AS men,
    CAST(sum(unknown_sex) AS INTEGER) AS unknown_sex
FROM fact
GROUP BY provider_no, month_no, attribute, value
