-- grain: one row per certificate that exists (some readable document was landed)
-- keys: certificate_id
-- inputs: certificate_document
-- rule: ingestion 9.3: the document that counts does not depend on the order of arrival: the most trusted source,
--       then the payload whose hash sorts first
with ranked as (
    select
        certificate_id,
        document_key,
        row_number() over (
            partition by certificate_id
            order by source_rank, payload_sha256, document_key
        ) as choice
    from certificate_document
)

select document.*
from ranked
inner join certificate_document as document
    on ranked.document_key = document.document_key
    and ranked.certificate_id = document.certificate_id
where ranked.choice = 1
order by document.certificate_id
