-- One row is a person of the population, with the first and last day (since 2000) on which their use would be seen, and their stratum.
-- A covariate that the plan does not name is held equal for everybody.
-- $by_sex: 1 where people are matched on sex, else 0
-- $by_deprivation: 1 where people are matched on deprivation (in pairs of deciles), else 0
-- $by_frailty: 1 where people are matched on frailty, else 0
SELECT person_id,
       sex,
       frailty,
       simd_decile,
       year(birth_month) * 12 + month(birth_month) AS birth_months,
       resident_from - DATE '2000-01-01' AS first_day,
       LEAST(COALESCE(resident_to - DATE '2000-01-01', 99999),
             COALESCE(died_on - DATE '2000-01-01', 99999)) AS last_day,
       COALESCE(died_on - DATE '2000-01-01', 99999) AS died_day,
       CASE WHEN $by_sex = 1 THEN sex ELSE '' END AS sex_stratum,
       CASE WHEN $by_deprivation = 1 THEN COALESCE(simd_decile + simd_decile % 2, 0) ELSE 0 END AS deprivation_stratum,
       CASE WHEN $by_frailty = 1 THEN COALESCE(frailty, 'not known') ELSE '' END AS frailty_stratum
FROM population
