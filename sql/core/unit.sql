-- grain: one row per unit that has issued a certificate, and per care unit above one
-- keys: unit_id
-- inputs: certificate, provider, directory_unit
-- rule: the unit register of statistics 2.6: a unit and its care unit exist from the first certificate on
with named as (
    select
        issuing_unit_id as unit_id,
        unit_name,
        row_number() over (
            partition by issuing_unit_id
            order by signed_at desc, certificate_id desc
        ) as newest
    from certificate
    where unit_name is not null
),

present as (
    select
        unit_id,
        min(care_unit_id) as care_unit_id,
        min(provider_id) as provider_id
    from (
        select issuing_unit_id as unit_id, care_unit_id, provider_id
        from certificate
        union all
        select care_unit_id as unit_id, care_unit_id, provider_id
        from certificate
    ) as mentioned
    group by unit_id
),

numbered as (
    select
        *,
        cast(row_number() over (order by unit_id) as integer) as unit_no
    from present
)

select
    numbered.unit_no,
    numbered.unit_id,
    coalesce(
        directory_unit.name,
        named.unit_name,
        case when numbered.unit_id = 'UTANENHETSID' then 'Utan enhets-id' else numbered.unit_id end
    ) as name,
    provider.provider_no,
    care_unit.unit_no as care_unit_no,
    numbered.unit_id = numbered.care_unit_id as is_care_unit,
    coalesce(directory_unit.county, '00') as county,
    coalesce(directory_unit.municipality, '0000') as municipality,
    coalesce(directory_unit.business_types, '00') as business_types
from numbered
inner join numbered as care_unit
    on numbered.care_unit_id = care_unit.unit_id
inner join provider
    on numbered.provider_id = provider.provider_id
left join directory_unit
    on numbered.unit_id = directory_unit.unit_id
left join named
    on numbered.unit_id = named.unit_id
    and named.newest = 1
order by numbered.unit_no
