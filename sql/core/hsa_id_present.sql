-- grain: one row per HSA id of a unit, care provider or doctor in a document that counts
-- keys: hsa_id
-- inputs: chosen_document
-- rule: ingestion H-2: what is looked at for the usual shape
SELECT unit_id AS hsa_id
FROM chosen_document
WHERE unit_id IS NOT NULL
UNION
SELECT provider_id AS hsa_id
FROM chosen_document
WHERE provider_id IS NOT NULL
UNION
SELECT doctor_id AS hsa_id
FROM chosen_document
WHERE doctor_id IS NOT NULL
