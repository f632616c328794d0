-- grain: one row per synthetic sick-leave certificate of the cases from $first_case up to, not including, $end_case
-- keys: case_index, position
-- inputs: bench_unit, bench_code
-- rule: the same numbers always give the same rows; about two certificates a case, as far back as $months months
WITH drawn AS (
    SELECT
        case_index,
        hash(case_index, 1) AS h_unit,
        hash(case_index, 2) % 1000 AS h_count,
        hash(case_index, 3) AS h_start,
        hash(case_index, 4) AS h_length,
        hash(case_index, 5) % 1000000 / 1000000.0 AS h_code,
        CAST(hash(case_index, 6) % $persons AS bigint) AS person_index
    FROM range($first_case, $end_case) AS cases (case_index)
),

shaped AS (
    SELECT
        *,
        CASE
            WHEN h_count < 550 THEN 1
            WHEN h_count < 750 THEN 2
            WHEN h_count < 850 THEN 3
            WHEN h_count < 920 THEN 4
            WHEN h_count < 970 THEN 6
            ELSE 10
        END AS certificates,
        CAST($first_day + CAST(h_start % $days AS integer) AS date) AS case_start,
        CAST(7 + h_length % 29 AS integer) AS length
    FROM drawn
),

repeated AS (
    SELECT
        *,
        unnest(range(certificates)) AS position
    FROM shaped
),

placed AS (
    SELECT
        *,
        -- A gap of one day now and then, and an overlap of one.
        CAST(case_start + CAST(position * length + hash(case_index, position, 7) % 3 AS integer) - 1 AS date) AS start_date,
        md5(concat('certificate ', case_index, ' ', position)) AS digest,
        -- Three in ten certificates change the diagnosis.
        CASE
            WHEN hash(case_index, position, 8) % 10 < 3 THEN hash(case_index, position, 9) % 1000000 / 1000000.0
            ELSE h_code
        END AS code_draw
    FROM repeated
)

SELECT
    placed.case_index,
    CAST(placed.position AS integer) AS position,
    placed.person_index,
    placed.start_date,
    placed.length,
    placed.digest,
    concat_ws(
        '-', left(digest, 8), substr(digest, 9, 4), substr(digest, 13, 4), substr(digest, 17, 4), substr(digest, 21)
    ) AS certificate_id,
    bench_unit.unit_id,
    bench_unit.provider_id,
    concat(bench_unit.unit_id, 'D', hash(case_index, position // 2) % 8) AS doctor_id,
    bench_code.code AS diagnosis_code
FROM placed
INNER JOIN bench_unit ON bench_unit.slot = CAST(placed.h_unit % $slots AS integer)
INNER JOIN bench_code ON bench_code.number = CAST(floor($codes * pow(placed.code_draw, 2.5)) AS integer)
