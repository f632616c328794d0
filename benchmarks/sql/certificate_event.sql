-- grain: one row per certificate of bench_certificate that was sent to Försäkringskassan, seven in ten
-- keys: document_key
-- inputs: bench_certificate
SELECT
    md5(concat('sent ', digest)) AS document_key,
    certificate_id,
    'sent' AS event_type,
    'FKASSA' AS recipient,
    CAST(start_date AS timestamp) + INTERVAL 11 HOUR AS event_time
FROM bench_certificate
WHERE hash(case_index, position, 12) % 10 < 7
