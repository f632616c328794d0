-- grain: one row per month and reason for which certificates do not count, or count in part; `read` is all that were read
-- keys: month, reason
-- inputs: certificate, certificate_type, judged_period
-- rule: dashboards 19.1 (KV01): coverage and dropped records. Certificates by the month of signing, from $first_day to
--   $last_day; one counts in each reason that holds. Reasons of periods are those of $reasons for which a period was
--   refused (ingestion 8.1). A number below $threshold is protected
WITH certificate_in_month AS NOT MATERIALIZED (
    SELECT
        CAST(date_trunc('month', signed_at) AS date) AS month,
        type_id,
        revoked
    FROM certificate
    WHERE CAST(signed_at AS date) BETWEEN CAST($first_day AS date) AND CAST($last_day AS date)
),

refusal AS (
    SELECT DISTINCT
        certificate_no,
        CAST(date_trunc('month', signed_at) AS date) AS month,
        unnest(flags) AS reason
    FROM judged_period
    WHERE
        NOT accepted
        AND CAST(signed_at AS date) BETWEEN CAST($first_day AS date) AND CAST($last_day AS date)
),

counted AS (
    SELECT
        month,
        'read' AS reason,
        count(*) AS certificates
    FROM certificate_in_month
    GROUP BY month
    UNION ALL
    SELECT
        month,
        'revoked',
        count(*)
    FROM certificate_in_month
    WHERE revoked
    GROUP BY month
    UNION ALL
    SELECT
        month,
        'unknown_type',
        count(*)
    FROM certificate_in_month
    WHERE NOT EXISTS (SELECT 1 FROM certificate_type WHERE certificate_type.type_key = certificate_in_month.type_id)
    GROUP BY month
    UNION ALL
    SELECT
        month,
        reason,
        count(*)
    FROM refusal
    WHERE list_contains($reasons, reason)
    GROUP BY month, reason
)

SELECT
    month,
    reason,
    CASE WHEN certificates < $threshold THEN 0 ELSE certificates END AS certificates,
    certificates < $threshold AS is_protected
FROM counted
