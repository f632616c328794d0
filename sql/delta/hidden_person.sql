-- grain: one row per touched person, by the number that the base gave
-- keys: person_no
-- inputs: touched_person, base_person
-- rule: readers see the base without the touched persons
SELECT base_person.person_no
FROM base_person
INNER JOIN touched_person
    ON base_person.person_key = touched_person.person_key
ORDER BY base_person.person_no
