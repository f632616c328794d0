-- grain: one row per certificate that exists
-- keys: certificate_id
-- inputs: chosen_document, mapped_document, certificate_document, document_arrival, certificate_event, directory_unit,
--         provider_replacement, unusual_hsa_id, recipient, certificate_type, diagnosis_match, build_setting
-- rule: ingestion E-1 to E-3 (state), H-2, H-4, H-8, H-11 and H-12 (organisation), R-2 (mapping), 8.2 and 8.4 (flags),
--       statistics 2.6 and 2.9
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

first_ingest AS (
    SELECT
        certificate_document.certificate_id,
        min(document_arrival.arrived_on) AS arrived_on
    FROM document_arrival
    INNER JOIN certificate_document
        ON document_arrival.document_key = certificate_document.document_key
    GROUP BY certificate_document.certificate_id
),

dated AS (
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

known AS (
    SELECT
        dated.certificate_id,
        dated.signed_at,
        unit.care_unit_id,
        unit.provider_id
    FROM dated
    INNER JOIN directory_unit AS unit
        ON
            dated.placed_unit_id = unit.unit_id
            AND dated.organisation_day >= unit.valid_from
            AND dated.organisation_day < unit.valid_to
),

-- The directory's care provider may be an old one itself: the mapping holds for it as for the document's.
replaced AS (
    SELECT
        known.certificate_id,
        provider_replacement.provider_id,
        provider_replacement.provider_name,
        row_number() OVER (PARTITION BY known.certificate_id ORDER BY provider_replacement.position) AS choice
    FROM known
    INNER JOIN provider_replacement
        ON
            known.provider_id = provider_replacement.old_id
            AND known.signed_at >= provider_replacement.signed_from
            AND known.signed_at < provider_replacement.signed_before
),

placed AS (
    SELECT
        dated.*,
        known.certificate_id IS NOT NULL AS unit_known,
        coalesce(known.care_unit_id, dated.placed_unit_id) AS care_unit,
        coalesce(replaced.provider_id, known.provider_id, dated.stated_provider_id) AS provider,
        replaced.provider_name AS replaced_provider_name
    FROM dated
    LEFT JOIN known
        ON dated.certificate_id = known.certificate_id
    LEFT JOIN replaced
        ON
            dated.certificate_id = replaced.certificate_id
            AND replaced.choice = 1
),

unusual AS (
    SELECT document.certificate_id
    FROM chosen_document AS document
    INNER JOIN unusual_hsa_id
        ON document.unit_id = unusual_hsa_id.hsa_id
    UNION
    SELECT document.certificate_id
    FROM chosen_document AS document
    INNER JOIN unusual_hsa_id
        ON document.provider_id = unusual_hsa_id.hsa_id
    UNION
    SELECT document.certificate_id
    FROM chosen_document AS document
    INNER JOIN unusual_hsa_id
        ON document.doctor_id = unusual_hsa_id.hsa_id
),

judged AS (
    SELECT
        placed.certificate_id,
        concat_ws(
            ',',
            CASE WHEN NOT placed.unit_known THEN 'hsa_pending' END,
            CASE WHEN unusual.certificate_id IS NOT NULL THEN 'hsa_id_shape' END,
            CASE WHEN length(placed.certificate_id) > 50 THEN 'id_length' END,
            CASE WHEN length(placed.provider) > 50 THEN 'provider_length' END,
            CASE
                WHEN
                    CAST(placed.signed_at AS date) < DATE '2010-01-01'
                    OR CAST(placed.signed_at AS date) > build_setting.latest_day
                    THEN 'signed_out_of_range'
            END,
            CASE
                WHEN
                    placed.birth_date > CAST(placed.signed_at AS date)
                    OR placed.birth_date + INTERVAL 121 YEAR <= CAST(placed.signed_at AS date)
                    THEN 'age_improbable'
            END,
            CASE
                WHEN placed.diagnosis_code IS NOT NULL AND diagnosis_match.category IS NULL THEN 'diagnosis_unknown'
            END
        ) AS oddities
    FROM placed
    CROSS JOIN build_setting
    LEFT JOIN unusual
        ON placed.certificate_id = unusual.certificate_id
    LEFT JOIN diagnosis_match
        ON placed.diagnosis_code = diagnosis_match.code_as_written
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
    sending.certificate_id IS NOT NULL AS sent_to_fk,
    placed.unit_known OR NOT build_setting.leave_out_unknown_units AS counted_unit,
    placed.provider <> placed.stated_provider_id AS provider_differs,
    list_concat(
        placed.flags,
        CASE WHEN judged.oddities = '' THEN [] ELSE string_split(judged.oddities, ',') END
    ) AS flags
FROM placed
INNER JOIN judged
    ON placed.certificate_id = judged.certificate_id
CROSS JOIN build_setting
LEFT JOIN certificate_type
    ON upper(placed.type_id) = certificate_type.type_key
LEFT JOIN revocation
    ON placed.certificate_id = revocation.certificate_id
LEFT JOIN sending
    ON placed.certificate_id = sending.certificate_id
ORDER BY placed.certificate_id
