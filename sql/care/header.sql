-- grain: one row per certificate of a known type, revoked ones included
-- keys: certificate_no
-- inputs: header, numbered_certificate
-- rule: statistics 1.2 (headers), pseudonymised as ingestion P-12 and P-13 say
SELECT
    numbered_certificate.certificate_no,
    numbered_certificate.provider_no,
    numbered_certificate.care_unit_no,
    numbered_certificate.unit_no,
    numbered_certificate.doctor_no,
    numbered_certificate.person_no,
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
INNER JOIN numbered_certificate
    ON header.certificate_no = numbered_certificate.certificate_no
ORDER BY numbered_certificate.provider_no, header.signed_date, numbered_certificate.certificate_no
