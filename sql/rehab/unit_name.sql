-- grain: one row per named unit of a unit family
-- keys: unit_id
-- inputs: unit
-- rule: rehab 3.8: a care unit with its sub-units, for names and for the choice of unit
select distinct
    member.unit_id,
    member.name
from unit as member
inner join unit as care_unit
    on member.care_unit_no = care_unit.unit_no
where care_unit.unit_id = $care_unit_id
order by member.unit_id
