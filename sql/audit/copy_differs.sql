-- grain: one row per certificate whose periods in the store's own flattened sick leave are not those of its document
-- keys: certificate_id
-- inputs: sick_leave_copy, chosen_document, period
-- rule: ingestion N-3: sick-leave copies are compared with the periods read from the documents; a certificate of which
--       the store keeps no copy, or of which no document has arrived, is left to the other comparisons
WITH copied AS (
    SELECT
        copy.certificate_id,
        try_cast(copy.start_date AS date) AS start_date,
        try_cast(copy.end_date AS date) AS end_date,
        copy.degree
    FROM sick_leave_copy AS copy
    INNER JOIN chosen_document
        ON copy.certificate_id = chosen_document.certificate_id
),

read_from_document AS (
    SELECT
        period.certificate_id,
        period.start_date,
        period.end_date,
        period.degree
    FROM period
    INNER JOIN chosen_document
        ON period.document_key = chosen_document.document_key
    WHERE EXISTS (SELECT 1 FROM copied WHERE copied.certificate_id = period.certificate_id)
),

one_sided AS (
    (SELECT * FROM copied EXCEPT SELECT * FROM read_from_document)
    UNION ALL
    (SELECT * FROM read_from_document EXCEPT SELECT * FROM copied)
)

SELECT DISTINCT certificate_id
FROM one_sided
ORDER BY certificate_id
