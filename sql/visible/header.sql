-- grain: one row per certificate of a known type
-- keys: certificate_no
-- inputs: base.header, delta.header, delta.hidden_person
-- rule: a delta release shows the base without the touched persons, and the delta
SELECT *
FROM base.header AS unchanged
WHERE NOT EXISTS (SELECT 1 FROM delta.hidden_person AS hidden WHERE hidden.person_no = unchanged.person_no)
UNION ALL
SELECT *
FROM delta.header
