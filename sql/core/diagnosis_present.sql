-- grain: one row per main diagnosis as written in a document
-- keys: code_as_written
-- inputs: chosen_document
-- rule: statistics 2.8: each spelling is matched once
select distinct diagnosis_code as code_as_written
from chosen_document
where diagnosis_code is not null
order by code_as_written
