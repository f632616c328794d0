-- grain: one row per attribute and value that was counted for the first time in the view $view
-- keys: attribute, value
-- inputs: provider_value, known_value
-- rule: statistics 6.2: groups are aligned by key, which every value is given once
SELECT
    $view AS view,
    found.attribute,
    found.value
FROM (SELECT DISTINCT attribute, value FROM provider_value) AS found
ANTI JOIN known_value
    ON
        known_value.view = $view
        AND known_value.attribute = found.attribute
        AND known_value.value = found.value
ORDER BY found.attribute, found.value
