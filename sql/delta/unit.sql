-- grain: one row per unit of the release
-- keys: unit_no
-- inputs: whole.unit, unit_number, provider_number
-- rule: the register of all certificates, under the numbers of the release
SELECT
    present.* REPLACE (
        unit_number.release_no AS unit_no,
        care_unit.release_no AS care_unit_no,
        provider_number.release_no AS provider_no
    )
FROM whole.unit AS present
INNER JOIN unit_number
    ON present.unit_no = unit_number.whole_no
INNER JOIN unit_number AS care_unit
    ON present.care_unit_no = care_unit.whole_no
INNER JOIN provider_number
    ON present.provider_no = provider_number.whole_no
ORDER BY unit_number.release_no
