-- grain: one row per diagnosis that a sick-leave row has: a code, a category without code, or none at all
-- keys: diagnosis_key
-- inputs: sick_leave_row, chapter_number
-- rule: statistics 2.8: the code decides category, block and chapter; one number stands for all four while cases are
--   counted. An unknown diagnosis has '' on each level
SELECT
    CAST(row_number() OVER (ORDER BY found.diagnosis_key) AS INTEGER) AS diagnosis_no,
    found.diagnosis_key,
    found.chapter,
    found.block,
    found.category,
    found.code,
    chapter_number.chapter_no
FROM (
    SELECT
        coalesce(code, category, block, chapter, '') AS diagnosis_key,
        coalesce(min(chapter), '') AS chapter,
        coalesce(min(block), '') AS block,
        coalesce(min(category), '') AS category,
        coalesce(min(code), '') AS code
    FROM sick_leave_row
    GROUP BY ALL
) AS found
INNER JOIN chapter_number ON chapter_number.chapter = found.chapter
ORDER BY diagnosis_no
