-- One row is a person who joined in the period, with whether they can be matched, and if not why.
-- $first_day: first day of the period
-- $last_day: last day of the period
-- $history: days of history needed before joining
SELECT joiners.person_id,
       joiners.joined_day,
       year(joiners.joined_on) * 12 + month(joiners.joined_on) AS joined_months,
       residents.sex,
       residents.frailty,
       residents.simd_decile,
       residents.birth_months,
       residents.last_day,
       residents.died_day,
       residents.sex_stratum,
       residents.deprivation_stratum,
       residents.frailty_stratum,
       CASE WHEN joiners.agreed = 0 THEN 'no-consent'
            WHEN residents.person_id IS NULL THEN 'not-linked'
            WHEN residents.last_day < joiners.joined_day THEN 'not-resident'
            WHEN residents.first_day > joiners.joined_day - $history THEN 'short-history'
            ELSE 'eligible' END AS standing
FROM joiners
LEFT JOIN residents ON residents.person_id = joiners.person_id
WHERE joiners.joined_on BETWEEN $first_day AND $last_day
