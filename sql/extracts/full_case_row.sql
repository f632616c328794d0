-- grain: one row per row of a full case
-- keys: row_no
-- inputs: scope_row
-- rule: statistics 3.2 (the full case), as the core tables have built it
SELECT
    row_no,
    case_no,
    '' AS label,
    provider_no,
    person_no,
    certificate_no,
    shown_unit_no,
    start_date,
    end_date,
    degree,
    sex,
    county,
    chapter,
    block,
    category,
    code,
    birth_date,
    case_days AS days_so_far,
    case_end AS end_so_far
FROM scope_row
