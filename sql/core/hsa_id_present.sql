-- grain: one row per HSA id of a unit, care provider or doctor in a document that counts
-- keys: hsa_id
-- inputs: chosen_document
-- rule: ingestion H-2: what is looked at for the usual shape
WITH together AS (
    SELECT DISTINCT
        unit_id,
        provider_id,
        doctor_id
    FROM chosen_document
)

SELECT unit_id AS hsa_id
FROM together
WHERE unit_id IS NOT NULL
UNION
SELECT provider_id AS hsa_id
FROM together
WHERE provider_id IS NOT NULL
UNION
SELECT doctor_id AS hsa_id
FROM together
WHERE doctor_id IS NOT NULL
