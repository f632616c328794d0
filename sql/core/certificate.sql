-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: chosen_document, certificate_event, directory_unit, recipient, certificate_type, build_setting
-- rule: ingestion E-1 to E-3 (state), H-4 and H-8 (organisation), statistics 2.6 and 2.9
WITH revocation AS (
    SELECT
        certificate_id,
        min(event_time) AS revoked_at
    FROM certificate_event
    WHERE event_type = 'revoked'
    GROUP BY certificate_id
),

sending AS (
    SELECT DISTINCT certificate_event.certificate_id
    FROM certificate_event
    INNER JOIN recipient
        ON upper(certificate_event.recipient) IN (recipient.id, recipient.legacy_code)
    WHERE
        certificate_event.event_type = 'sent'
        AND recipient.id = 'FKASSA'
),

placed AS (
    SELECT
        document.*,
        unit.unit_id IS NOT NULL AS unit_known,
        coalesce(unit.care_unit_id, document.unit_id) AS care_unit,
        coalesce(unit.provider_id, care_unit.provider_id, document.provider_id) AS provider
    FROM chosen_document AS document
    LEFT JOIN directory_unit AS unit
        ON document.unit_id = unit.unit_id
    LEFT JOIN directory_unit AS care_unit
        ON unit.care_unit_id = care_unit.unit_id
)

SELECT
    placed.certificate_id,
    placed.form,
    coalesce(certificate_type.internal_id, 'UNKNOWN') AS type_id,
    placed.version,
    placed.recording_number,
    placed.signed_at,
    placed.patient_id,
    placed.person_key,
    placed.sex,
    placed.birth_date,
    placed.unit_id AS issuing_unit_id,
    placed.care_unit AS care_unit_id,
    CASE WHEN placed.care_unit <> placed.unit_id THEN placed.unit_id END AS unit_id,
    placed.unit_known,
    placed.unit_name,
    placed.provider AS provider_id,
    placed.provider_name,
    coalesce(placed.doctor_id, '') AS doctor_id,
    placed.doctor_name,
    placed.diagnosis_code,
    placed.disease_carrier,
    placed.longer_than_decision_support,
    placed.secondary_diagnosis_codes,
    placed.occupations,
    revocation.certificate_id IS NOT NULL AS revoked,
    revocation.revoked_at,
    sending.certificate_id IS NOT NULL AS sent_to_fk,
    placed.unit_known OR NOT build_setting.leave_out_unknown_units AS counted_unit,
    placed.provider <> placed.provider_id AS provider_differs,
    placed.flags
FROM placed
CROSS JOIN build_setting
LEFT JOIN certificate_type
    ON upper(placed.type_id) = certificate_type.type_key
LEFT JOIN revocation
    ON placed.certificate_id = revocation.certificate_id
LEFT JOIN sending
    ON placed.certificate_id = sending.certificate_id
ORDER BY placed.certificate_id
