-- grain: one row per event in landing
-- keys: event_key
-- inputs: landing_segment
-- rule: ingestion 13, N-1: the day is the source's day of the event, that of its landing where the source has none; the
--       item is what a source counts as one: a certificate, else the event itself
SELECT
    lower(hex(event_key)) AS event_key,
    source AS stream,
    event_type,
    CAST(left(coalesce(source_time, received_at), 10) AS date) AS day,
    CASE
        WHEN event_type = 'created' AND certificate_id IS NOT NULL THEN certificate_id
        ELSE lower(hex(event_key))
    END AS item,
    received_at
FROM landing_segment
