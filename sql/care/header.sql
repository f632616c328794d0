-- grain: one row per certificate of a known type, revoked ones included
-- keys: certificate_no
-- inputs: header, certificate_key
-- rule: statistics 1.2 (headers), pseudonymised as ingestion P-12 and P-13 say
SELECT
    certificate_key.certificate_no,
    certificate_key.provider_no,
    certificate_key.care_unit_no,
    certificate_key.unit_no,
    certificate_key.doctor_no,
    certificate_key.person_no,
    header.sex,
    header.type_id,
    header.signed_date,
    header.age,
    header.age_at_month_start,
    header.chapter,
    header.block,
    header.category,
    header.code,
    header.sent_to_fk,
    header.revoked
FROM header
INNER JOIN certificate_key
    ON header.certificate_id = certificate_key.certificate_id
ORDER BY certificate_key.provider_no, header.signed_date, certificate_key.certificate_no
