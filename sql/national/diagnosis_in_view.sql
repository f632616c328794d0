-- grain: one row per diagnosis and cell it belongs to in the view $view: its block, category and code
-- keys: diagnosis_no, cell_no
-- inputs: diagnosis_cell
-- rule: statistics 4.3.6: each below the diagnosis above it; `is_only` where no other diagnosis belongs to the cell, so
--   that the count of the diagnosis is that of the cell
SELECT
    diagnosis_no,
    cell_no,
    count(*) OVER (PARTITION BY cell_no) = 1 AS is_only
FROM diagnosis_cell
WHERE view = $view
