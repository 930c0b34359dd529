-- One row is a person who joined in the period, as kept by the step before.
SELECT person_id, joined_day, joined_months, sex, frailty, simd_decile, birth_months, last_day, died_day, standing
FROM participants
ORDER BY md5(person_id) NULLS LAST, person_id NULLS LAST
