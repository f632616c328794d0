-- grain: one row per message to the care whose certificate has arrived
-- keys: certificate_no, message_no
-- inputs: message_fact, numbered_certificate
-- rule: statistics 1.2 and 2.10: unit, type, signing date, doctor and diagnosis are the certificate's, the sex is the
--       message's; 10.5: the age on the first day of the signing month; pseudonymised as ingestion P-12 and P-13 say
SELECT
    numbered_certificate.certificate_no,
    CAST(
        row_number() OVER (PARTITION BY numbered_certificate.certificate_no ORDER BY message_fact.message_id) AS integer
    ) AS message_no,
    numbered_certificate.provider_no,
    numbered_certificate.care_unit_no,
    numbered_certificate.unit_no,
    numbered_certificate.doctor_no,
    numbered_certificate.person_no,
    message_fact.sex,
    message_fact.type_id,
    message_fact.signed_date,
    CAST(year(message_fact.signed_date) - year(message_fact.birth_date) AS integer)
    - CAST(
        month(message_fact.signed_date) * 100 + 1 < month(message_fact.birth_date) * 100 + day(message_fact.birth_date)
        AS integer
    ) AS age,
    message_fact.chapter,
    message_fact.block,
    message_fact.category,
    message_fact.code,
    message_fact.subject,
    message_fact.questions
FROM message_fact
INNER JOIN numbered_certificate
    ON message_fact.certificate_id = numbered_certificate.certificate_id
ORDER BY numbered_certificate.provider_no, message_fact.signed_date, numbered_certificate.certificate_no, message_no
