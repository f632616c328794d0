-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: chosen_document
-- rule: a surrogate that means nothing outside one release (ingestion P-13). Certificates are numbered as statistics 2.1
--       puts them in order, by signing time, recording number and id: the number is also the order number that decides
--       ties within a case
SELECT
    CAST(
        row_number() OVER (
            ORDER BY signed_at, recording_number NULLS FIRST, certificate_id
        ) AS integer
    ) AS certificate_no,
    certificate_id
FROM chosen_document
