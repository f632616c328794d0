-- grain: one row per unit, care unit, provider, doctor and names that certificates have said together: the newest such
-- keys: certificate_id
-- inputs: certificate
-- rule: the registers of statistics 2.6 are made from all certificates; of those that say the same the newest (by
--       signing time, then id) decides, so the others need not be looked at
WITH last_signed AS (
    SELECT
        issuing_unit_id,
        unit_name,
        care_unit_id,
        provider_id,
        provider_name,
        doctor_id,
        max(struct_pack(signed_at := signed_at, certificate_id := certificate_id)) AS newest
    FROM certificate
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
