-- grain: one row per county, year, sex and age
-- keys: county, year, sex, age
-- inputs: base.population
-- rule: the population changes with a base alone
SELECT *
FROM base.population
