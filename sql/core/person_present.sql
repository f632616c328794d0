-- grain: one row per person who has a certificate
-- keys: person_key
-- inputs: certificate
-- rule: statistics 2.4: the same twelve digits are the same person
SELECT DISTINCT person_key
FROM certificate
ORDER BY person_key
