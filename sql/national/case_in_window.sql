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
        arg_max(last_known, row_no) AS last_known,
        bit_or(degree_bit) AS degree_bits,
        bit_or(chapter_bit) AS chapter_bits,
        min(diagnosis_no) AS diagnosis_no,
        max(diagnosis_no) AS highest_diagnosis_no,
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
    CAST((last_known >> 5) & 4095 AS SMALLINT) AS county_no,
    degree_bits,
    chapter_bits,
    diagnosis_no,
    diagnosis_no = highest_diagnosis_no AS has_one_diagnosis,
    CAST(last_known >> 43 AS INTEGER) AS kind_no,
    doctor_no = highest_doctor_no AS has_one_doctor
FROM last_of
