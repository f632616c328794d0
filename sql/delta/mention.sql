-- grain: one row per unit, care unit, provider, doctor and names that certificates have said together: the newest such
-- keys: certificate_id
-- inputs: base_certificate, main.certificate, main.touched_person
-- rule: the registers of statistics 2.6 are made from all certificates, touched or not; of those that say the same the
--       newest (by signing time, then id) decides, so the others need not be looked at
WITH mention AS (
    SELECT
        issuing_unit_id,
        unit_name,
        care_unit_id,
        provider_id,
        provider_name,
        doctor_id,
        signed_at,
        certificate_id
    FROM base_certificate AS base
    WHERE NOT EXISTS (SELECT 1 FROM main.touched_person AS touched WHERE touched.person_key = base.person_key)
    UNION ALL
    SELECT
        issuing_unit_id,
        unit_name,
        care_unit_id,
        provider_id,
        provider_name,
        doctor_id,
        signed_at,
        certificate_id
    FROM main.certificate
),

last_signed AS (
    SELECT
        issuing_unit_id,
        unit_name,
        care_unit_id,
        provider_id,
        provider_name,
        doctor_id,
        max(struct_pack(signed_at := signed_at, certificate_id := certificate_id)) AS newest
    FROM mention
    GROUP BY issuing_unit_id, unit_name, care_unit_id, provider_id, provider_name, doctor_id
)

SELECT
    issuing_unit_id,
    unit_name,
    care_unit_id,
    provider_id,
    provider_name,
    doctor_id,
    newest.signed_at AS signed_at,
    newest.certificate_id AS certificate_id
FROM last_signed
