-- grain: one row per touched certificate that the base's ongoing cases hold
-- keys: certificate_id
-- inputs: touched_certificate, base_rehab.rehab_certificate
-- rule: readers see the base without the touched certificates
SELECT base.certificate_id
FROM base_rehab.rehab_certificate AS base
INNER JOIN touched_certificate
    ON base.certificate_id = touched_certificate.certificate_id
ORDER BY base.certificate_id
