-- grain: one row per period of a counting sick-leave document that the core did not judge, or judged twice
-- keys: certificate_id, ordinal
-- inputs: certificate, chosen_document, period, certificate_type, sick_leave_period
-- rule: a period is never dropped silently: it is accepted or flagged (ingestion section 8)
SELECT
    certificate.certificate_id,
    period.ordinal
FROM certificate
INNER JOIN certificate_type
    ON certificate.type_id = certificate_type.type_key
INNER JOIN chosen_document
    ON certificate.certificate_id = chosen_document.certificate_id
INNER JOIN period
    ON chosen_document.document_key = period.document_key
LEFT JOIN sick_leave_period
    ON
        certificate.certificate_id = sick_leave_period.certificate_id
        AND period.ordinal = sick_leave_period.ordinal
WHERE certificate_type.counts_as_sick_leave
GROUP BY certificate.certificate_id, period.ordinal
HAVING count(sick_leave_period.certificate_id) <> 1
