-- grain: one row per certificate that exists, touched or not
-- keys: certificate_id
-- inputs: base_certificate, main.certificate, main.touched_person
-- rule: the registers of providers, units and doctors are made from all certificates (statistics 2.6)
SELECT base.*
FROM base_certificate AS base
WHERE NOT EXISTS (SELECT 1 FROM main.touched_person AS touched WHERE touched.person_key = base.person_key)
UNION ALL BY NAME
SELECT *
FROM main.certificate
