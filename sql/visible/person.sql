-- grain: one row per person who has a certificate
-- keys: person_no
-- inputs: base.person, delta.person, delta.hidden_person
-- rule: a delta release shows the base without the touched persons, and the delta
SELECT *
FROM base.person AS unchanged
WHERE NOT EXISTS (SELECT 1 FROM delta.hidden_person AS hidden WHERE hidden.person_no = unchanged.person_no)
UNION ALL
SELECT *
FROM delta.person
