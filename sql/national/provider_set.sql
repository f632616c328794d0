-- grain: one row per provider, period, attribute and set of values
-- keys: provider_no, period_no, attribute, members
-- inputs: case_in_period
-- rule: statistics 3.4 and 6.2: the degrees and the chapters of a case, counted as one set each for each provider by
--   itself; every member of a set, or a group of members, is counted once (provider_cell)
SELECT
    provider_no,
    period_no,
    'degrees' AS attribute,
    CAST(degree_bits AS BIGINT) AS members,
    CAST(count(*) FILTER (WHERE sex = 2) AS INTEGER) AS women,
    CAST(count(*) FILTER (WHERE sex = 1) AS INTEGER) AS men
FROM case_in_period
GROUP BY provider_no, period_no, degree_bits
UNION ALL
SELECT
    provider_no,
    period_no,
    'chapters',
    chapter_bits,
    CAST(count(*) FILTER (WHERE sex = 2) AS INTEGER),
    CAST(count(*) FILTER (WHERE sex = 1) AS INTEGER)
FROM case_in_period
GROUP BY provider_no, period_no, chapter_bits
