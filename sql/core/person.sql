-- grain: one row per person who has a certificate
-- keys: person_key
-- inputs: person_token
-- rule: ingestion P-12; numbered in the order of the tokens, so that a number tells nothing of a birth date
SELECT
    CAST(row_number() OVER (ORDER BY person_token) AS integer) AS person_no,
    person_key,
    person_token
FROM person_token
ORDER BY person_no
