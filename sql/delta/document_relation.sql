-- grain: one row per staged row of a touched certificate
-- keys: document_key, certificate_id, kind, target_certificate_id
-- inputs: staged_document_relation, touched_certificate
-- rule: what the core models read in a delta build
SELECT staged.*
FROM staged_document_relation AS staged
WHERE staged.certificate_id IN (SELECT certificate_id FROM touched_certificate)
