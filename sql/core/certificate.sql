-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: chosen_document, certificate_event, directory_unit, recipient, certificate_type, build_setting
-- rule: ingestion E-1 to E-3 (state), H-4 and H-8 (organisation), statistics 2.6 and 2.9
with revocation as (
    select
        certificate_id,
        min(event_time) as revoked_at
    from certificate_event
    where event_type = 'revoked'
    group by certificate_id
),

sending as (
    select distinct certificate_event.certificate_id
    from certificate_event
    inner join recipient
        on upper(certificate_event.recipient) in (recipient.id, recipient.legacy_code)
    where certificate_event.event_type = 'sent'
        and recipient.id = 'FKASSA'
),

placed as (
    select
        document.*,
        unit.unit_id is not null as unit_known,
        coalesce(unit.care_unit_id, document.unit_id) as care_unit,
        coalesce(unit.provider_id, care_unit.provider_id, document.provider_id) as provider
    from chosen_document as document
    left join directory_unit as unit
        on document.unit_id = unit.unit_id
    left join directory_unit as care_unit
        on unit.care_unit_id = care_unit.unit_id
)

select
    placed.certificate_id,
    placed.form,
    coalesce(certificate_type.internal_id, 'UNKNOWN') as type_id,
    placed.version,
    placed.recording_number,
    placed.signed_at,
    placed.patient_id,
    placed.person_key,
    placed.sex,
    placed.birth_date,
    placed.unit_id as issuing_unit_id,
    placed.care_unit as care_unit_id,
    case when placed.care_unit <> placed.unit_id then placed.unit_id end as unit_id,
    placed.unit_known,
    placed.unit_name,
    placed.provider as provider_id,
    placed.provider_name,
    coalesce(placed.doctor_id, '') as doctor_id,
    placed.doctor_name,
    placed.diagnosis_code,
    placed.disease_carrier,
    placed.longer_than_decision_support,
    placed.secondary_diagnosis_codes,
    placed.occupations,
    revocation.certificate_id is not null as revoked,
    revocation.revoked_at,
    sending.certificate_id is not null as sent_to_fk,
    placed.unit_known or not build_setting.leave_out_unknown_units as counted_unit,
    placed.provider <> placed.provider_id as provider_differs,
    placed.flags
from placed
cross join build_setting
left join certificate_type
    on upper(placed.type_id) = certificate_type.type_key
left join revocation
    on placed.certificate_id = revocation.certificate_id
left join sending
    on placed.certificate_id = sending.certificate_id
order by placed.certificate_id
