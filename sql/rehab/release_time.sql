-- grain: one row
-- keys: data_time
-- inputs: release
-- rule: rehab 3.11: the page shows when its data were last refreshed
select data_time
from release
