-- grain: one row per message to the care whose certificate has arrived
-- keys: certificate_no, message_no
-- inputs: message_fact, header, certificate_number, provider, unit, doctor, person
-- rule: statistics 1.2 and 2.10: unit, type, signing date, doctor and diagnosis are the certificate's, the sex is the
--       message's; 10.5: the age on the first day of the signing month; pseudonymised as ingestion P-12 and P-13 say
SELECT
    certificate_number.certificate_no,
    CAST(
        row_number() OVER (PARTITION BY certificate_number.certificate_no ORDER BY message_fact.message_id) AS integer
    ) AS message_no,
    provider.provider_no,
    care_unit.unit_no AS care_unit_no,
    unit.unit_no,
    doctor.doctor_no,
    person.person_no,
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
INNER JOIN header
    ON message_fact.certificate_id = header.certificate_id
INNER JOIN certificate_number
    ON message_fact.certificate_id = certificate_number.certificate_id
INNER JOIN provider
    ON message_fact.provider_id = provider.provider_id
INNER JOIN unit AS care_unit
    ON
        message_fact.care_unit_id = care_unit.unit_id
        AND provider.provider_no = care_unit.provider_no
INNER JOIN doctor
    ON message_fact.doctor_id = doctor.doctor_id
INNER JOIN person
    ON header.person_key = person.person_key
LEFT JOIN unit
    ON
        message_fact.unit_id = unit.unit_id
        AND provider.provider_no = unit.provider_no
ORDER BY provider.provider_no, message_fact.signed_date, certificate_number.certificate_no, message_no
