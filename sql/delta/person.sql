-- grain: one row per touched person who has a certificate
-- keys: person_no
-- inputs: care_person, numbering
-- rule: ingestion P-12, under the numbers of the release
SELECT own.* REPLACE (CAST(own.person_no + numbering.person_no AS integer) AS person_no)
FROM care_person AS own
CROSS JOIN numbering
ORDER BY own.person_no
