-- grain: one row per message to the care whose certificate has arrived
-- keys: message_id
-- inputs: message, header
-- rule: ingestion M-1, M-3, M-5 and statistics 2.10: unit, type, signing date and doctor are those of the
--       certificate; sex and birth date those of the message's own patient
with ranked as (
    select
        message_id,
        document_key,
        row_number() over (partition by message_id order by source_rank, payload_sha256, document_key) as choice
    from message
    where direction = 'to_care'
)

select
    message.message_id,
    message.certificate_id,
    header.provider_id,
    header.care_unit_id,
    header.unit_id,
    header.doctor_id,
    header.type_id,
    header.signed_date,
    header.chapter,
    header.block,
    header.category,
    header.code,
    message.person_key,
    message.sex,
    message.birth_date,
    message.sent_at,
    case
        when upper(message.subject) in ('AVSTMN', 'KOMPLT', 'KONTKT', 'PAMINN', 'OVRIGT') then upper(message.subject)
        else 'OKANT'
    end as subject,
    message.questions
from ranked
inner join message
    on ranked.document_key = message.document_key
    and ranked.message_id = message.message_id
inner join header
    on message.certificate_id = header.certificate_id
where ranked.choice = 1
    and length(message.message_id) <= 50
order by message.message_id
