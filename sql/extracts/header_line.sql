-- grain: one row per certificate of any known type signed in a window and not revoked
-- keys: certificate_id
-- inputs: header, certificate, person, provider, unit, period_window, chosen_provider, chosen_unit, chosen_type
-- rule: statistics 14.1 (certificates: headers by signing date); nothing chosen is everything; county is the unit's
SELECT
    period_window.window_no,
    '' AS label,
    provider.provider_no,
    person.person_no,
    CAST(NULL AS INTEGER) AS case_no,
    [shown.unit_no] AS units,
    header.signed_date AS start_date,
    CAST(NULL AS INTEGER) AS days,
    CAST(NULL AS UTINYINT) AS degree,
    header.sex,
    shown.county,
    certificate.birth_date,
    header.chapter,
    header.block,
    header.category,
    header.code,
    header.category AS last_category
FROM header
INNER JOIN certificate
    ON header.certificate_id = certificate.certificate_id
INNER JOIN period_window
    ON header.signed_date BETWEEN period_window.touched_from AND period_window.touched_to
INNER JOIN provider
    ON header.provider_id = provider.provider_id
INNER JOIN person
    ON header.person_key = person.person_key
INNER JOIN unit AS shown
    ON
        provider.provider_no = shown.provider_no
        AND shown.unit_id = CASE
            WHEN header.unit_id IN (SELECT chosen_unit.unit_id FROM chosen_unit) THEN header.unit_id
            ELSE header.care_unit_id
        END
WHERE
    NOT header.revoked
    AND (
        NOT EXISTS (SELECT 1 FROM chosen_unit)
        OR shown.unit_id IN (SELECT chosen_unit.unit_id FROM chosen_unit)
    )
    AND (
        NOT EXISTS (SELECT 1 FROM chosen_provider)
        OR provider.provider_id IN (SELECT chosen_provider.provider_id FROM chosen_provider)
    )
    AND (
        NOT EXISTS (SELECT 1 FROM chosen_type)
        OR header.type_id IN (SELECT chosen_type.type_id FROM chosen_type)
    )
