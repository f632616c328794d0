-- grain: one row per row of a case at the providers that the extract is about
-- keys: row_no
-- inputs: sick_leave_row, certificate, person, provider, unit, chosen_provider, chosen_unit
-- rule: statistics 14.1 (population): nothing chosen is everything; shown_unit_no is the chosen unit of the row, the
--   care unit when none is chosen, and null for a row of another unit: such a row builds its case, but makes nothing
--   be counted
WITH birth AS (
    SELECT
        person.person_no,
        min(certificate.birth_date) AS birth_date
    FROM certificate
    INNER JOIN person
        ON certificate.person_key = person.person_key
    GROUP BY person.person_no
),

own_unit AS (
    SELECT unit.unit_no
    FROM unit
    INNER JOIN chosen_unit
        ON unit.unit_id = chosen_unit.unit_id
),

own_provider AS (
    SELECT provider.provider_no
    FROM provider
    WHERE
        provider.provider_id IN (SELECT chosen_provider.provider_id FROM chosen_provider)
        OR NOT EXISTS (SELECT 1 FROM chosen_provider)
)

SELECT
    own.row_no,
    own.case_no,
    own.provider_no,
    own.person_no,
    own.certificate_no,
    CASE
        WHEN NOT EXISTS (SELECT 1 FROM chosen_unit) THEN own.care_unit_no
        ELSE coalesce(sub_unit.unit_no, care_unit.unit_no)
    END AS shown_unit_no,
    own.start_date,
    own.end_date,
    own.degree,
    own.sex,
    own.county,
    own.chapter,
    own.block,
    own.category,
    own.code,
    own.case_days,
    own.case_end,
    birth.birth_date
FROM sick_leave_row AS own
INNER JOIN own_provider
    ON own.provider_no = own_provider.provider_no
INNER JOIN birth
    ON own.person_no = birth.person_no
LEFT JOIN own_unit AS sub_unit
    ON own.unit_no = sub_unit.unit_no
LEFT JOIN own_unit AS care_unit
    ON own.care_unit_no = care_unit.unit_no
