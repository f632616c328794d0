-- grain: one row per view, attribute and value that was counted for the first time
-- keys: view, attribute, value
-- inputs: provider_value, known_value
-- rule: statistics 6.2: groups are aligned by key, which every value is given once
SELECT
    found.view,
    found.attribute,
    found.value
FROM (SELECT DISTINCT view, attribute, value FROM provider_value) AS found
ANTI JOIN known_value
    ON
        known_value.view = found.view
        AND known_value.attribute = found.attribute
        AND known_value.value = found.value
ORDER BY found.view, found.attribute, found.value
