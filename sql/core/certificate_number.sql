-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: certificate
-- rule: a surrogate that means nothing outside one release (ingestion P-13)
SELECT
    CAST(row_number() OVER (ORDER BY certificate_id) AS integer) AS certificate_no,
    certificate_id
FROM certificate
ORDER BY certificate_no
