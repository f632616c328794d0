-- grain: one row per staged row of a touched certificate
-- keys: document_key, ordinal
-- inputs: staged_period, touched_certificate
-- rule: what the core models read in a delta build
SELECT staged.*
FROM staged_period AS staged
WHERE staged.certificate_id IN (SELECT certificate_id FROM touched_certificate)
