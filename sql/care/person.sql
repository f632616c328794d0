-- grain: one row per person who has a certificate
-- keys: person_no
-- inputs: person
-- rule: ingestion P-12: outside the restricted zone a person is a token
SELECT
    person_no,
    person_token
FROM person
ORDER BY person_no
