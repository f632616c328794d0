-- grain: one row per stream of a source, day of the source and kind of event
-- keys: stream, day, event_type
-- inputs: event_outcome, source_count, source_refusal, counted_stream
-- rule: ingestion 13, N-1 and N-2: what the source holds, what was landed of it, and what became of that. `in_source`
--       is null where the source cannot count. A difference to the source is explained by events that arrived after it
--       was counted and by those of erased certificates; the rest is `missing` or `vanished`, and makes the day red, as
--       does anything lost on the way
WITH item AS (
    SELECT
        stream,
        event_type,
        item,
        min(day) AS day,
        min(received_at) AS received_at
    FROM event_outcome
    GROUP BY
        stream,
        event_type,
        item
),

arrived AS (
    SELECT
        item.stream,
        item.day,
        item.event_type,
        count(*) AS arrived,
        count(*) FILTER (WHERE item.received_at >= counted_stream.counted_at) AS arrived_since
    FROM item
    LEFT JOIN counted_stream
        ON item.stream = counted_stream.stream
    GROUP BY
        item.stream,
        item.day,
        item.event_type
),

outcome AS (
    SELECT
        stream,
        day,
        event_type,
        count(*) AS landed,
        count(*) FILTER (WHERE outcome <> 'lost_in_staging') AS staged,
        count(*) FILTER (WHERE outcome = 'counted') AS counted,
        count(*) FILTER (WHERE outcome = 'kept') AS kept,
        count(*) FILTER (WHERE outcome = 'pending') AS pending,
        count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined,
        count(*) FILTER (WHERE outcome = 'conflict') AS conflict,
        count(*) FILTER (WHERE outcome = 'lost_in_staging') AS lost_in_staging,
        count(*) FILTER (WHERE outcome = 'lost_in_core') AS lost_in_core
    FROM event_outcome
    GROUP BY
        stream,
        day,
        event_type
),

compared AS (
    SELECT
        coalesce(arrived.stream, source_count.stream) AS stream,
        coalesce(arrived.day, source_count.day) AS day,
        coalesce(arrived.event_type, source_count.event_type) AS event_type,
        coalesce(arrived.arrived, 0) AS arrived,
        coalesce(arrived.arrived_since, 0) AS arrived_since,
        source_count.number AS number,
        coalesce(source_count.left_out, 0) AS left_out
    FROM arrived
    FULL OUTER JOIN source_count
        ON
            arrived.stream = source_count.stream
            AND arrived.day = source_count.day
            AND arrived.event_type = source_count.event_type
),

judged AS (
    SELECT
        compared.stream,
        compared.day,
        compared.event_type,
        CASE WHEN counted_stream.stream IS NOT NULL THEN coalesce(compared.number, 0) END AS in_source,
        compared.left_out,
        coalesce(source_refusal.refused, 0) AS refused,
        CASE
            WHEN counted_stream.stream IS NULL THEN 0
            ELSE greatest(
                coalesce(compared.number, 0) - compared.arrived - coalesce(source_refusal.refused, 0), 0
            )
        END AS missing,
        CASE
            WHEN counted_stream.stream IS NULL THEN 0
            ELSE greatest(compared.arrived - compared.arrived_since - coalesce(compared.number, 0), 0)
        END AS vanished
    FROM compared
    LEFT JOIN counted_stream
        ON compared.stream = counted_stream.stream
    LEFT JOIN source_refusal
        ON
            compared.stream = source_refusal.stream
            AND compared.day = source_refusal.day
            AND compared.event_type = source_refusal.event_type
)

SELECT
    judged.stream,
    judged.day,
    judged.event_type,
    judged.in_source,
    judged.left_out,
    judged.refused,
    coalesce(outcome.landed, 0) AS landed,
    coalesce(outcome.staged, 0) AS staged,
    coalesce(outcome.counted, 0) AS counted,
    coalesce(outcome.kept, 0) AS kept,
    coalesce(outcome.pending, 0) AS pending,
    coalesce(outcome.quarantined, 0) AS quarantined,
    coalesce(outcome.conflict, 0) AS conflict,
    judged.missing,
    judged.vanished,
    coalesce(outcome.lost_in_staging, 0) AS lost_in_staging,
    coalesce(outcome.lost_in_core, 0) AS lost_in_core,
    judged.missing + judged.vanished
    + coalesce(outcome.lost_in_staging, 0) + coalesce(outcome.lost_in_core, 0) = 0 AS green
FROM judged
LEFT JOIN outcome
    ON
        judged.stream = outcome.stream
        AND judged.day = outcome.day
        AND judged.event_type = outcome.event_type
ORDER BY
    judged.stream,
    judged.day,
    judged.event_type
