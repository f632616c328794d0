-- grain: one row per period of bench_certificate: four in five certificates have one, the others two
-- keys: document_key, ordinal
-- inputs: bench_certificate
WITH numbered AS (
    SELECT
        *,
        hash(case_index, position, 10) % 5 = 0 AND length > 10 AS has_two,
        CASE hash(case_index, position, 11) % 10 WHEN 0 THEN 25 WHEN 1 THEN 50 WHEN 2 THEN 75 ELSE 100 END AS degree
    FROM bench_certificate
)

SELECT
    digest AS document_key,
    certificate_id,
    ordinal,
    CASE WHEN ordinal = 1 THEN start_date ELSE CAST(start_date + length // 2 AS date) END AS start_date,
    CASE
        WHEN has_two AND ordinal = 1 THEN CAST(start_date + length // 2 - 1 AS date)
        ELSE CAST(start_date + length - 1 AS date)
    END AS end_date,
    CAST(CASE WHEN ordinal = 1 THEN degree ELSE 50 END AS smallint) AS degree,
    CAST([] AS varchar[]) AS flags
FROM (
    SELECT
        *,
        unnest(CASE WHEN has_two THEN [1, 2] ELSE [1] END)::integer AS ordinal
    FROM numbered
)
