-- grain: one row per certificate that an event since the base names
-- keys: certificate_id
-- inputs: new_certificate_document, new_certificate_event, new_message, new_document_relation
-- rule: ingestion O-3: what an event can change begins with the certificates it names, a relation's target included
SELECT certificate_id FROM new_certificate_document
UNION
SELECT certificate_id FROM new_certificate_event
UNION
SELECT certificate_id FROM new_message
UNION
SELECT certificate_id FROM new_document_relation
UNION
SELECT target_certificate_id FROM new_document_relation
