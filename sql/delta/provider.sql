-- grain: one row per care provider of the release
-- keys: provider_no
-- inputs: whole.provider, provider_number
-- rule: the register of all certificates, under the numbers of the release
SELECT present.* REPLACE (provider_number.release_no AS provider_no)
FROM whole.provider AS present
INNER JOIN provider_number
    ON present.provider_no = provider_number.whole_no
ORDER BY provider_number.release_no
