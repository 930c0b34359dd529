-- One row is a group of the people who live there on the last day, with how many live there and how many of them were
-- served under the agreement in the period. A characteristic that is not on record has no group.
-- $agreement: id of the agreement
-- $first_day, $last_day: the period, both days included
WITH living AS (
  SELECT person_id, sex, frailty, simd_decile
  FROM population
  WHERE resident_from <= $last_day
    AND (resident_to IS NULL OR resident_to >= $last_day)
    AND (died_on IS NULL OR died_on >= $last_day)
),
served AS (
  SELECT person_id FROM referrals
  WHERE agreement = $agreement AND started_on <= $last_day AND (ended_on IS NULL OR ended_on >= $first_day)
  UNION
  SELECT person_id FROM contacts WHERE agreement = $agreement AND on_date BETWEEN $first_day AND $last_day
),
told AS (
  SELECT 'deprivation' AS characteristic, CAST(simd_decile AS VARCHAR) AS of_group, person_id FROM living
  UNION ALL
  SELECT 'frailty' AS characteristic, frailty AS of_group, person_id FROM living
  UNION ALL
  SELECT 'sex' AS characteristic, sex AS of_group, person_id FROM living
)
SELECT told.characteristic, told.of_group, COUNT(*) AS living, COUNT(served.person_id) AS served
FROM told
LEFT JOIN served ON served.person_id = told.person_id
GROUP BY told.characteristic, told.of_group
ORDER BY characteristic NULLS LAST, of_group NULLS LAST
