-- grain: one row per person who has a certificate
-- keys: person_key
-- inputs: person_token
-- rule: ingestion P-12; numbered in the order of the tokens, so that a number tells nothing of a birth date
select
    cast(row_number() over (order by person_token) as integer) as person_no,
    person_key,
    person_token
from person_token
order by person_no
