-- grain: one row per line and unit that it counts at
-- keys: line_no, unit
-- inputs: told_line, unit
-- rule: statistics 14.1 (dimension unit): once at each distinct unit; units of private practitioners stand together,
--   since their ids do not leave the restricted zone (ingestion P-13)
WITH placed AS (
    SELECT
        told_line.* EXCLUDE (units),
        unnest(told_line.units) AS unit_no
    FROM told_line
)

SELECT DISTINCT
    placed.* EXCLUDE (unit_no),
    CASE WHEN contains(unit.unit_id, '-WEBCERT') THEN $private ELSE unit.unit_id END AS unit
FROM placed
INNER JOIN unit
    ON placed.unit_no = unit.unit_no
