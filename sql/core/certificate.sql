-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: chosen_document, certificate_number, mapped_document, certificate_document, document_arrival,
--         certificate_event, directory_unit, provider_replacement, unusual_hsa_id, recipient, certificate_type,
--         diagnosis_match, build_setting
-- rule: ingestion E-1 to E-3 (state), H-2, H-4, H-8, H-11 and H-12 (organisation), R-2 (mapping), 8.2 and 8.4 (flags),
--       statistics 2.6 and 2.9. Certificates are looked at in one pass, beside which only small tables, the numbers,
--       and the ids of the revoked and the sent are kept
WITH revocation AS (
    SELECT
        certificate_id,
        min(event_time) AS revoked_at
    FROM certificate_event
    WHERE event_type = 'revoked'
    GROUP BY certificate_id
),

sent AS (
    SELECT certificate_event.certificate_id
    FROM certificate_event
    INNER JOIN recipient
        ON upper(certificate_event.recipient) IN (recipient.id, recipient.legacy_code)
    WHERE
        certificate_event.event_type = 'sent'
        AND recipient.id = 'FKASSA'
),

first_ingest AS (
    SELECT
        certificate_document.certificate_id,
        min(document_arrival.arrived_on) AS arrived_on
    FROM document_arrival
    INNER JOIN certificate_document
        ON document_arrival.document_key = certificate_document.document_key
    GROUP BY certificate_document.certificate_id
),

stated AS NOT MATERIALIZED (
    SELECT
        document.*,
        coalesce(mapped_document.unit_id, document.unit_id) AS placed_unit_id,
        coalesce(mapped_document.unit_name, document.unit_name) AS placed_unit_name,
        coalesce(mapped_document.provider_id, document.provider_id) AS stated_provider_id,
        CASE
            WHEN mapped_document.certificate_id IS NULL THEN document.provider_name
            ELSE mapped_document.provider_name
        END AS stated_provider_name,
        coalesce(first_ingest.arrived_on, CAST(document.signed_at AS date)) AS organisation_day
    FROM chosen_document AS document
    LEFT JOIN mapped_document
        ON document.certificate_id = mapped_document.certificate_id
    LEFT JOIN first_ingest
        ON document.certificate_id = first_ingest.certificate_id
),

-- The directory's care provider may be an old one itself: the mapping holds for it as for the document's.
replaced AS (
    SELECT
        stated.certificate_id,
        provider_replacement.provider_id,
        provider_replacement.provider_name,
        row_number() OVER (PARTITION BY stated.certificate_id ORDER BY provider_replacement.position) AS choice
    FROM stated
    INNER JOIN directory_unit
        ON
            stated.placed_unit_id = directory_unit.unit_id
            AND stated.organisation_day >= directory_unit.valid_from
            AND stated.organisation_day < directory_unit.valid_to
    INNER JOIN provider_replacement
        ON
            directory_unit.provider_id = provider_replacement.old_id
            AND stated.signed_at >= provider_replacement.signed_from
            AND stated.signed_at < provider_replacement.signed_before
),

placed AS NOT MATERIALIZED (
    SELECT
        stated.*,
        directory_unit.unit_id IS NOT NULL AS unit_known,
        coalesce(directory_unit.care_unit_id, stated.placed_unit_id) AS care_unit,
        coalesce(replaced.provider_id, directory_unit.provider_id, stated.stated_provider_id) AS provider,
        replaced.provider_name AS replaced_provider_name
    FROM stated
    LEFT JOIN directory_unit
        ON
            stated.placed_unit_id = directory_unit.unit_id
            AND stated.organisation_day >= directory_unit.valid_from
            AND stated.organisation_day < directory_unit.valid_to
    LEFT JOIN replaced
        ON
            stated.certificate_id = replaced.certificate_id
            AND replaced.choice = 1
)

SELECT
    certificate_number.certificate_no,
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
    placed.placed_unit_id AS issuing_unit_id,
    placed.care_unit AS care_unit_id,
    CASE WHEN placed.care_unit <> placed.placed_unit_id THEN placed.placed_unit_id END AS unit_id,
    placed.unit_known,
    placed.placed_unit_name AS unit_name,
    placed.provider AS provider_id,
    CASE
        WHEN placed.replaced_provider_name IS NOT NULL THEN placed.replaced_provider_name
        WHEN placed.provider = placed.stated_provider_id THEN placed.stated_provider_name
    END AS provider_name,
    coalesce(placed.doctor_id, '') AS doctor_id,
    placed.doctor_name,
    placed.organisation_day,
    placed.diagnosis_code,
    placed.disease_carrier,
    placed.longer_than_decision_support,
    placed.secondary_diagnosis_codes,
    placed.occupations,
    revocation.certificate_id IS NOT NULL AS revoked,
    revocation.revoked_at,
    placed.certificate_id IN (SELECT sent.certificate_id FROM sent) AS sent_to_fk,
    placed.unit_known OR NOT build_setting.leave_out_unknown_units AS counted_unit,
    placed.provider <> placed.stated_provider_id AS provider_differs,
    list_concat(
        placed.flags,
        CASE WHEN placed.unit_known THEN [] ELSE ['hsa_pending'] END,
        CASE
            WHEN
                coalesce(placed.unit_id IN (SELECT unusual_hsa_id.hsa_id FROM unusual_hsa_id), false)
                OR coalesce(placed.provider_id IN (SELECT unusual_hsa_id.hsa_id FROM unusual_hsa_id), false)
                OR coalesce(placed.doctor_id IN (SELECT unusual_hsa_id.hsa_id FROM unusual_hsa_id), false)
                THEN ['hsa_id_shape']
            ELSE []
        END,
        CASE WHEN length(placed.certificate_id) > 50 THEN ['id_length'] ELSE [] END,
        CASE WHEN length(placed.provider) > 50 THEN ['provider_length'] ELSE [] END,
        CASE
            WHEN
                CAST(placed.signed_at AS date) < DATE '2010-01-01'
                OR CAST(placed.signed_at AS date) > build_setting.latest_day
                THEN ['signed_out_of_range']
            ELSE []
        END,
        CASE
            WHEN
                placed.birth_date > CAST(placed.signed_at AS date)
                OR placed.birth_date + INTERVAL 121 YEAR <= CAST(placed.signed_at AS date)
                THEN ['age_improbable']
            ELSE []
        END,
        CASE
            WHEN placed.diagnosis_code IS NOT NULL AND diagnosis_match.category IS NULL THEN ['diagnosis_unknown']
            ELSE []
        END
    ) AS flags
FROM placed
CROSS JOIN build_setting
INNER JOIN certificate_number
    ON placed.certificate_id = certificate_number.certificate_id
LEFT JOIN certificate_type
    ON upper(placed.type_id) = certificate_type.type_key
LEFT JOIN diagnosis_match
    ON placed.diagnosis_code = diagnosis_match.code_as_written
LEFT JOIN revocation
    ON placed.certificate_id = revocation.certificate_id
