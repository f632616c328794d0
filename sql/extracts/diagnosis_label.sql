-- grain: one row per diagnosis of the facts and label that it is asked for under
-- keys: label, category, code
-- inputs: present_diagnosis, wanted
-- rule: statistics 14.1 (diagnosis condition): a node means what has it on its level, and with that everything below;
--   an exact node means what is known to it and no longer; a node without id means everything
SELECT DISTINCT
    wanted.label,
    coalesce(present_diagnosis.category, '') AS category,
    coalesce(present_diagnosis.code, '') AS code
FROM present_diagnosis
INNER JOIN wanted
    ON CASE
        WHEN wanted.node_id IS NULL THEN TRUE
        WHEN wanted.exact
            THEN wanted.node_id = coalesce(present_diagnosis.code, present_diagnosis.category, $unknown)
        ELSE
            wanted.node_id = coalesce(present_diagnosis.chapter, $unknown)
            OR wanted.node_id IS NOT DISTINCT FROM present_diagnosis.block
            OR wanted.node_id IS NOT DISTINCT FROM present_diagnosis.category
            OR wanted.node_id IS NOT DISTINCT FROM present_diagnosis.code
    END
