-- grain: one row per certificate of the release, touched or not
-- keys: certificate_id
-- inputs: base_certificate, main.certificate, main.touched_person
-- rule: the registers of statistics 2.6 are made from all certificates: those of the base without the touched persons,
--       and those of the delta. A certificate number means nothing here: base and delta each number by themselves
SELECT base.*
FROM base_certificate AS base
WHERE NOT EXISTS (SELECT 1 FROM main.touched_person AS touched WHERE touched.person_key = base.person_key)
UNION ALL BY NAME
SELECT *
FROM main.certificate
