-- grain: one row per window and certificate that is the first of a case
-- keys: window_no, certificate_no
-- inputs: case_line
-- rule: statistics 14.6: a certificate that is the first of several cases counts once
SELECT DISTINCT
    window_no,
    first_certificate_no AS certificate_no
FROM case_line
