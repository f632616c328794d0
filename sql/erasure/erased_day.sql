-- grain: one row: the first day that an erased certificate is about
-- keys: first_day
-- inputs: certificate_document, period, erased_event
-- rule: ingestion X-11: figures are computed anew back to the first day of the certificate
SELECT min(first_day) AS first_day
FROM (
    SELECT document_key, CAST(signed_at AS date) AS first_day
    FROM certificate_document
    UNION ALL
    SELECT document_key, start_date AS first_day
    FROM period
) AS dated
WHERE document_key IN (SELECT document_key FROM erased_event)
