-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: certificate
-- rule: a surrogate that means nothing outside one release (ingestion P-13)
select
    cast(row_number() over (order by certificate_id) as integer) as certificate_no,
    certificate_id
from certificate
order by certificate_no
