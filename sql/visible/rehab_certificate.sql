-- grain: one row per certificate that can take part in an ongoing case
-- keys: certificate_id
-- inputs: base.rehab_certificate, delta.rehab_certificate, delta.hidden_certificate
-- rule: a delta release shows the base without the touched certificates, and the delta
SELECT *
FROM base.rehab_certificate AS unchanged
WHERE
    NOT EXISTS (
        SELECT 1 FROM delta.hidden_certificate AS hidden WHERE hidden.certificate_id = unchanged.certificate_id
    )
UNION ALL
SELECT *
FROM delta.rehab_certificate
