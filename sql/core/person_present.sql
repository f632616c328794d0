-- grain: one row per person who has a certificate
-- keys: person_key
-- inputs: certificate
-- rule: statistics 2.4: the same twelve digits are the same person
select distinct person_key
from certificate
order by person_key
