-- grain: one row per full case
-- keys: case_no
-- inputs: base.sick_leave_case, delta.sick_leave_case, delta.hidden_person
-- rule: a delta release shows the base without the touched persons, and the delta
SELECT *
FROM base.sick_leave_case AS unchanged
WHERE NOT EXISTS (SELECT 1 FROM delta.hidden_person AS hidden WHERE hidden.person_no = unchanged.person_no)
UNION ALL
SELECT *
FROM delta.sick_leave_case
