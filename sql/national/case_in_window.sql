-- grain: one row per sick-leave case that touches the window from $first_day to $last_day
-- keys: case_no
-- inputs: case_row
-- rule: statistics 3.3 and 3.4 with every row visible: what a case counts once for in a cross-section, the sets of its
--   degrees and chapters as bits, and whether it has more than one diagnosis and more than one doctor
SELECT
    case_no,
    min(provider_no) AS provider_no,
    max(sex) AS sex,
    max(age) AS age,
    max(case_days) AS days,
    max(case_certificates) AS certificates,
    arg_max(county, row_no) AS county,
    bit_or(1 << CAST(degree // 25 AS INTEGER)) AS degree_bits,
    bit_or(chapter_bit) AS chapter_bits,
    min(diagnosis_no) AS first_diagnosis_no,
    max(diagnosis_no) AS last_diagnosis_no,
    min(doctor_no) AS first_doctor_no,
    max(doctor_no) AS last_doctor_no,
    arg_max(kind_no, row_no) AS kind_no
FROM case_row
WHERE start_date <= CAST($last_day AS DATE) AND end_date >= CAST($first_day AS DATE)
GROUP BY case_no
