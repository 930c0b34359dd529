-- One row is a candidate pair, nearest first: in use in the last 3 months, in use before, in age, then by a hash of the two ids.
SELECT candidates.participant,
       candidates.comparator,
       candidates.joined_day,
       residents.sex,
       residents.frailty,
       residents.simd_decile,
       residents.birth_months,
       residents.last_day,
       residents.died_day,
       COALESCE(joiners.joined_day, 99999) AS joins_later_on
FROM candidates
JOIN residents ON residents.person_id = candidates.comparator
LEFT JOIN joiners ON joiners.person_id = candidates.comparator
ORDER BY candidates.apart_recent NULLS LAST, candidates.apart_prior NULLS LAST,
         candidates.months_apart_in_age NULLS LAST, candidates.tie NULLS LAST,
         candidates.participant NULLS LAST, candidates.comparator NULLS LAST
