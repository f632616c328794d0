-- grain: one row per care provider that has a certificate
-- keys: provider_id
-- inputs: certificate, directory_provider
-- rule: the directory's name, else the name in the newest document, else the id (statistics 2.6)
with named as (
    select
        provider_id,
        provider_name,
        row_number() over (
            partition by provider_id
            order by signed_at desc, certificate_id desc
        ) as newest
    from certificate
    where provider_name is not null
),

present as (
    select distinct provider_id
    from certificate
)

select
    cast(row_number() over (order by present.provider_id) as integer) as provider_no,
    present.provider_id,
    coalesce(directory_provider.name, named.provider_name, present.provider_id) as name
from present
left join directory_provider
    on present.provider_id = directory_provider.provider_id
left join named
    on present.provider_id = named.provider_id
    and named.newest = 1
order by provider_no
