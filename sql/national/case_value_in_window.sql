-- grain: one row per sick-leave case in the window from $first_day to $last_day, attribute and distinct value
-- keys: case_no, attribute, value
-- inputs: sick_leave_row, chapter_group
-- rule: statistics 3.4, cross-section: a case counts once in each distinct chapter, degree and merged diagnosis group
WITH touching AS (
    SELECT
        case_no,
        provider_no,
        sex,
        coalesce(chapter, '') AS chapter,
        degree
    FROM sick_leave_row
    WHERE start_date <= CAST($last_day AS DATE) AND end_date >= CAST($first_day AS DATE)
),

chapter_of AS (
    SELECT DISTINCT
        case_no,
        provider_no,
        sex,
        chapter
    FROM touching
)

SELECT
    case_no,
    provider_no,
    sex,
    'chapter' AS attribute,
    chapter AS value
FROM chapter_of
UNION ALL
SELECT DISTINCT
    chapter_of.case_no,
    chapter_of.provider_no,
    chapter_of.sex,
    'diagnosis_group' AS attribute,
    chapter_group.diagnosis_group AS value
FROM chapter_of
INNER JOIN chapter_group ON chapter_group.chapter = chapter_of.chapter
UNION ALL
SELECT DISTINCT
    case_no,
    provider_no,
    sex,
    'degree' AS attribute,
    CAST(degree AS VARCHAR) AS value
FROM touching
