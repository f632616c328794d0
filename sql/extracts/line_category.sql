-- grain: one row per line and known diagnosis category of its case
-- keys: line_no, category
-- inputs: told_line, case_row
-- rule: statistics 14.5: each case counts each of its distinct categories once
SELECT DISTINCT
    told_line.line_no,
    case_row.category
FROM told_line
INNER JOIN case_row
    ON told_line.case_no = case_row.case_no
WHERE case_row.category IS NOT NULL
