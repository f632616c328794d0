-- grain: one row per sick-leave case that touches the window from $first_month to $last_month, one period
-- keys: case_no
-- inputs: case_row
-- rule: statistics 3.3 and 3.4 with every row visible: what a case counts once for in a cross-section, the sets of its
--   degrees and chapters as bits, and whether it has one diagnosis and one doctor
WITH last_of AS (
    SELECT
        case_no,
        min(provider_no) AS provider_no,
        max(sex) AS sex,
        max(age) AS age,
        max(case_days) AS days,
        max(case_certificates) AS certificates,
        arg_max(told, row_no) AS told,
        bit_or(CAST(told & 31 AS UTINYINT)) AS degree_bits,
        bit_or(CAST(1 AS BIGINT) << ((told >> 37) & 63)) AS chapter_bits,
        min(CAST((told >> 17) & 1048575 AS INTEGER)) AS diagnosis_no,
        max(CAST((told >> 17) & 1048575 AS INTEGER)) AS highest_diagnosis_no,
        min(doctor_no) AS doctor_no,
        max(doctor_no) AS highest_doctor_no
    FROM case_row
    WHERE first_month <= $last_month AND last_month >= $first_month
    GROUP BY case_no
)

SELECT
    case_no,
    provider_no,
    CAST($first_month AS INTEGER) AS period_no,
    sex,
    age,
    days,
    certificates,
    CAST((told >> 5) & 4095 AS SMALLINT) AS county_no,
    degree_bits,
    chapter_bits,
    diagnosis_no,
    diagnosis_no = highest_diagnosis_no AS has_one_diagnosis,
    CAST(told >> 43 AS INTEGER) AS kind_no,
    doctor_no = highest_doctor_no AS has_one_doctor
FROM last_of
