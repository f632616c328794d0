-- grain: one row per period of a sick-leave certificate, accepted or refused
-- keys: certificate_id, ordinal
-- inputs: judged_period
-- rule: statistics 2.5: the age is that on the last accepted day of the certificate, by the signing without such a day
WITH last_accepted AS (
    SELECT
        certificate_no,
        max(end_date) AS last_day
    FROM judged_period
    WHERE accepted
    GROUP BY certificate_no
),

dated AS (
    SELECT
        judged_period.*,
        coalesce(last_accepted.last_day, CAST(judged_period.signed_at AS date)) AS age_day
    FROM judged_period
    LEFT JOIN last_accepted
        ON judged_period.certificate_no = last_accepted.certificate_no
)

SELECT
    * EXCLUDE (signed_at, birth_date, age_day),
    CAST(year(age_day) - year(birth_date) AS integer)
    - CAST(
        month(age_day) * 100 + day(age_day) < month(birth_date) * 100 + day(birth_date)
        AS integer
    ) AS age
FROM dated
