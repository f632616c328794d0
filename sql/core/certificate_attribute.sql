-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: certificate
-- rule: what the rehab part needs of a certificate beside its periods (rehab 3.3)
SELECT
    certificate_id,
    disease_carrier,
    secondary_diagnosis_codes,
    occupations
FROM certificate
