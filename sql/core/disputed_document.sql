-- grain: one row per document of a certificate that has documents with different bytes
-- keys: document_key
-- inputs: certificate_document, chosen_document
-- rule: ingestion L-4: candidates for a conflict; whether they really differ is decided on canonical XML
select
    document.document_key,
    document.segment,
    document.certificate_id,
    document.document_key = chosen.document_key as is_chosen
from certificate_document as document
inner join chosen_document as chosen
    on document.certificate_id = chosen.certificate_id
where document.certificate_id in (
    select certificate_id
    from certificate_document
    group by certificate_id
    having count(distinct payload_sha256) > 1
)
order by document.certificate_id, document.document_key
