-- grain: one row per line and unit that it counts at
-- keys: line_no, unit
-- inputs: told_line, unit
-- rule: statistics 14.1 (dimension unit): once at each distinct unit
WITH placed AS (
    SELECT
        told_line.*,
        unnest(told_line.units) AS unit_no
    FROM told_line
)

SELECT
    placed.* EXCLUDE (unit_no),
    unit.unit_id AS unit
FROM placed
INNER JOIN unit
    ON placed.unit_no = unit.unit_no
