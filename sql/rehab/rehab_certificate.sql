-- grain: one row per certificate that can take part in an ongoing case
-- keys: certificate_id
-- inputs: certificate, judged_period, relation
-- rule: rehab 3.3 (which certificates enter), ingestion E-4 and K-3 to K-6 (replaced and completed certificates),
--       rehab 7.2 (person ids). Sorted by care unit and person, so that one unit's rows lie together.
with recursive
-- What replaces or completes something: an existing, unrevoked sick-leave certificate.
replacement as (
    select distinct
        relation.certificate_id as newer,
        relation.target_certificate_id as older
    from relation
    inner join certificate
        on relation.certificate_id = certificate.certificate_id
    where relation.kind in ('ERSATT', 'KOMPLT')
        and not certificate.revoked
        and upper(certificate.type_id) in ('LISJP', 'FK7804', 'FK7263')
),

-- Replacements that can lie on a cycle: their target replaces something in its turn.
linked as (
    select
        newer,
        older
    from replacement
    where older in (select newer from replacement)
),

reached as (
    select
        newer,
        older
    from linked
    union
    select
        reached.newer,
        linked.older
    from reached
    inner join linked
        on reached.older = linked.newer
),

-- K-5: a cycle is an error of the source and excludes nothing.
superseded as (
    select distinct replacement.older as certificate_id
    from replacement
    where not exists (
        select 1
        from reached
        where reached.newer = replacement.older
            and reached.older = replacement.newer
    )
),

in_cycle as (
    select distinct newer as certificate_id
    from reached
    where newer = older
),

-- Refusals that concern statistics alone do not keep a certificate out of the rehab part: an unknown unit, or a
-- patient without a readable birth date, as every reserve number (rehab 7.2).
accepted_period as not materialized (
    select
        certificate_no,
        ordinal,
        start_date,
        end_date,
        struct_pack(start_date := start_date, end_date := end_date, degree := cast(degree as integer)) as period
    from judged_period
    where accepted
        or list_has_all(['geo_missing', 'age_missing', 'born_after_start'], flags)
),

of_several as (
    select certificate_no
    from accepted_period
    group by certificate_no
    having count(*) > 1
),

-- Lists are gathered only where there is more than one period: they stay in memory until all are made.
taking_part as not materialized (
    select
        accepted_period.certificate_no,
        start_date,
        end_date,
        [period] as periods
    from accepted_period
    anti join of_several
        on accepted_period.certificate_no = of_several.certificate_no
    union all
    select
        accepted_period.certificate_no,
        min(start_date) as start_date,
        max(end_date) as end_date,
        list(period order by ordinal) as periods
    from accepted_period
    inner join of_several
        on accepted_period.certificate_no = of_several.certificate_no
    group by accepted_period.certificate_no
),

written as (
    select
        *,
        person_key as id_text,
        year(signed_at) as signed_year
    from certificate
    where not revoked
        and not coalesce(disease_carrier, false)
        and upper(type_id) in ('LISJP', 'FK7804', 'FK7263')
        and regexp_matches(left(diagnosis_code, 7), '[A-Za-z0-9]')
),

-- A short number means the latest century that lets the person be born by the signing; '+' means one earlier.
numbered as (
    select
        *,
        case
            when sex <> 0 then person_key
            when regexp_full_match(id_text, '[0-9]{8}\+[0-9]{4}') then replace(id_text, '+', '')
            when regexp_full_match(id_text, '[0-9]{6}[-+]?[0-9]{4}')
                then concat(
                    (signed_year - cast(left(id_text, 2) as integer)) // 100
                    - case when contains(id_text, '+') then 1 else 0 end,
                    left(id_text, 6),
                    right(id_text, 4)
                )
        end as digits
    from written
),

identified as (
    select
        *,
        case
            when digits is null
                then case
                    when regexp_full_match(id_text, '[0-9]{8}-?[0-9]{4}') then 'reserve_number'
                    when regexp_matches(id_text, '[[:alpha:]]') and regexp_matches(id_text, '[0-9]')
                        then 'reserve_number'
                    else 'unreadable'
                end
            when cast(substr(digits, 5, 2) as integer) > 12 then 'unreadable'
            when cast(substr(digits, 7, 2) as integer) between 61 and 91 then 'coordination_number'
            when cast(substr(digits, 7, 2) as integer) <= 31 then 'personal_number'
            else 'unreadable'
        end as person_id_type
    from numbered
)

select
    identified.certificate_id,
    identified.type_id,
    case
        when digits is null then id_text
        else concat(left(digits, 8), '-', right(digits, 4))
    end as person_id,
    identified.person_id_type,
    identified.sex,
    identified.birth_date,
    identified.provider_id,
    identified.care_unit_id,
    coalesce(identified.unit_id, identified.care_unit_id) as unit_id,
    identified.doctor_id,
    identified.signed_at,
    identified.diagnosis_code,
    coalesce(identified.secondary_diagnosis_codes, [])[1:2] as secondary_diagnosis_codes,
    coalesce(identified.occupations, []) as occupations,
    taking_part.periods,
    taking_part.start_date,
    taking_part.end_date,
    in_cycle.certificate_id is not null as in_relation_cycle
from identified
inner join taking_part
    on identified.certificate_no = taking_part.certificate_no
left join in_cycle
    on identified.certificate_id = in_cycle.certificate_id
where identified.certificate_id not in (select certificate_id from superseded)
order by
    identified.care_unit_id,
    person_id,
    taking_part.start_date,
    identified.certificate_id
