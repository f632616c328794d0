-- grain: one row per message to the care whose certificate has arrived
-- keys: certificate_no, message_no
-- inputs: base.message_to_care, delta.message_to_care, delta.hidden_person
-- rule: a delta release shows the base without the touched persons, and the delta
SELECT *
FROM base.message_to_care AS unchanged
WHERE NOT EXISTS (SELECT 1 FROM delta.hidden_person AS hidden WHERE hidden.person_no = unchanged.person_no)
UNION ALL
SELECT *
FROM delta.message_to_care
