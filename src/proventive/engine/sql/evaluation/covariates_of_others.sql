-- One row is a combination of sex, age in years, deprivation decile and frailty in people who had not joined, with how many had it.
SELECT sex,
       frailty,
       COALESCE(simd_decile, 0) AS simd_decile,
       (age_months - age_months % 12) AS age_months,
       COUNT(*) AS people
FROM not_joined
GROUP BY 1, 2, 3, 4
ORDER BY sex NULLS LAST, frailty NULLS LAST, simd_decile NULLS LAST, age_months NULLS LAST
