-- grain: one row per document of bench_certificate, as staging writes it
-- keys: document_key
-- inputs: bench_certificate, staged_certificate_document
SELECT
    staged.* REPLACE (
        made.digest AS document_key,
        CAST($segment AS integer) AS segment,
        CAST(0 AS tinyint) AS source_rank,
        sha256(made.digest) AS payload_sha256,
        made.case_index * 16 + made.position AS recording_number,
        made.certificate_id AS certificate_id,
        'register_certificate_v3' AS form,
        'LISJP' AS type_code,
        'LISJP' AS type_id,
        '1.3' AS version,
        CAST(made.start_date AS timestamp) + INTERVAL 10 HOUR AS signed_at,
        concat(made.start_date, 'T10:00:00') AS signed_at_text,
        made.person_key AS patient_id,
        made.person_key AS person_key,
        CAST(CASE WHEN CAST(substr(made.person_key, 11, 1) AS integer) % 2 = 1 THEN 1 ELSE 2 END AS tinyint) AS sex,
        made.birth_date AS birth_date,
        made.unit_id AS unit_id,
        made.provider_id AS provider_id,
        made.doctor_id AS doctor_id,
        made.diagnosis_code AS diagnosis_code,
        '1.2.752.116.1.1.1.1.3' AS diagnosis_code_system,
        CAST([] AS varchar[]) AS secondary_diagnosis_codes,
        ['NUVARANDE_ARBETE'] AS occupations,
        CAST([] AS varchar[]) AS flags,
        CAST([] AS varchar[]) AS unknown_questions
    )
FROM (
    SELECT
        *,
        -- Years that nobody is born in, so that no number is a person's.
        concat(
            1000 + person_index % 800,
            lpad(CAST(1 + person_index // 800 % 12 AS varchar), 2, '0'),
            lpad(CAST(1 + person_index // 9600 % 28 AS varchar), 2, '0'),
            lpad(CAST(person_index // 268800 * 100 + hash(person_index) % 100 AS varchar), 4, '0')
        ) AS person_key,
        CAST(DATE '1957-01-01' + CAST(hash(person_index, 1) % 17000 AS integer) AS date) AS birth_date
    FROM bench_certificate
) AS made
CROSS JOIN staged_certificate_document AS staged
