-- grain: one row per period of a sick-leave certificate, accepted or refused
-- keys: certificate_id, ordinal
-- inputs: certificate, chosen_document, period, certificate_type, directory_unit, directory_doctor, diagnosis_match,
--         build_setting
-- rule: statistics 2.4 to 2.8 and ingestion 8.1 (V-1 to V-10); each period is judged by itself
with sick_leave as (
    select
        certificate.*,
        row_number() over (
            partition by certificate.person_key
            order by certificate.signed_at, certificate.recording_number nulls first, certificate.certificate_id
        ) as order_number
    from certificate
    inner join certificate_type
        on certificate.type_id = certificate_type.internal_id
        and certificate_type.type_key = certificate.type_id
    where certificate_type.counts_as_sick_leave
),

judged as (
    select
        sick_leave.certificate_id,
        period.ordinal,
        period.start_date,
        period.end_date,
        period.degree,
        list_filter(
            [
                case when not sick_leave.counted_unit then 'geo_missing' end,
                case when sick_leave.provider_id = '' then 'provider_missing' end,
                case when length(sick_leave.provider_id) > 50 then 'provider_length' end,
                case when sick_leave.care_unit_id = '' then 'unit_missing' end,
                case when sick_leave.birth_date is null then 'age_missing' end,
                case when sick_leave.birth_date > period.start_date then 'born_after_start' end,
                case when length(sick_leave.certificate_id) > 50 then 'id_length' end,
                case
                    when period.degree is null or period.degree not in (25, 50, 75, 100) then 'degree_unknown'
                end,
                case
                    when period.start_date is null
                        or period.start_date < date '2010-01-01'
                        or period.start_date > build_setting.latest_day
                        then 'start_out_of_range'
                end,
                case
                    when period.end_date is null or period.end_date > build_setting.latest_day
                        then 'end_out_of_range'
                end,
                case when period.start_date > period.end_date then 'end_before_start' end
            ],
            reason -> reason is not null
        ) as refused_for
    from sick_leave
    inner join chosen_document as document
        on sick_leave.certificate_id = document.certificate_id
    inner join period
        on document.document_key = period.document_key
        and document.certificate_id = period.certificate_id
    cross join build_setting
),

last_accepted as (
    select
        certificate_id,
        max(end_date) as last_day
    from judged
    where len(refused_for) = 0
    group by certificate_id
),

aged as (
    select
        sick_leave.certificate_id,
        cast(year(coalesce(last_accepted.last_day, sick_leave.signed_at)) - year(sick_leave.birth_date) as integer)
        - cast(
            month(coalesce(last_accepted.last_day, sick_leave.signed_at)) * 100
            + day(coalesce(last_accepted.last_day, sick_leave.signed_at))
            < month(sick_leave.birth_date) * 100 + day(sick_leave.birth_date)
            as integer
        ) as age
    from sick_leave
    left join last_accepted
        on sick_leave.certificate_id = last_accepted.certificate_id
)

select
    sick_leave.certificate_id,
    judged.ordinal,
    sick_leave.order_number,
    sick_leave.person_key,
    sick_leave.provider_id,
    sick_leave.care_unit_id,
    sick_leave.unit_id,
    sick_leave.doctor_id,
    judged.start_date,
    judged.end_date,
    judged.degree,
    sick_leave.sex,
    aged.age,
    diagnosis_match.chapter,
    diagnosis_match.block,
    diagnosis_match.category,
    diagnosis_match.code,
    coalesce(directory_unit.county, '00') as county,
    coalesce(directory_unit.municipality, '0000') as municipality,
    coalesce(directory_doctor.age, 0) as doctor_age,
    coalesce(directory_doctor.sex, 0) as doctor_sex,
    coalesce(directory_doctor.titles, '-2') as doctor_titles,
    sick_leave.revoked,
    len(judged.refused_for) = 0 as accepted,
    judged.refused_for as flags
from judged
inner join sick_leave
    on judged.certificate_id = sick_leave.certificate_id
inner join aged
    on judged.certificate_id = aged.certificate_id
left join diagnosis_match
    on sick_leave.diagnosis_code = diagnosis_match.code_as_written
left join directory_unit
    on sick_leave.issuing_unit_id = directory_unit.unit_id
left join directory_doctor
    on sick_leave.doctor_id = directory_doctor.doctor_id
order by judged.certificate_id, judged.ordinal
